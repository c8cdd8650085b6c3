"""A member's public profile: what they chose to show, to those whom they chose to show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Block, User
from conditions.models import Relation
from forum.models import Thread
from members.models import MemberCondition, Profile, ProfileAudience
from members.permissions import audiences_of
from members.pictures import SIZES
from moderation.models import Visibility
from pages.contact import Contact, contact_with
from pages.links import link
from pages.meta import Meta, page_title
from pages.voices import Voice, country_name, member_url, relation_words, voice
from questions.models import Answer
from questions.patterns import fill
from stories.models import Story

LISTED = 20
SEEN_AS = (str(ProfileAudience.MEMBERS), str(ProfileAudience.ANYONE))


@dataclass(frozen=True)
class Told:
    """One thing that a member tells. `seen_by` says who sees it, on the member's own view only."""

    words: str
    seen_by: str
    url: str = ""


@dataclass(frozen=True)
class WrittenLine:
    """Something that the member wrote, by its title."""

    url: str
    title: str
    posted_at: datetime


@dataclass(frozen=True)
class Writing:
    """The newest of what the member wrote; empty lists where they do not show it."""

    seen_by: str = ""
    answers: tuple[WrittenLine, ...] = ()
    stories: tuple[WrittenLine, ...] = ()
    threads: tuple[WrittenLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.stories or self.threads)


@dataclass(frozen=True)
class Looks:
    """How the viewer looks at the profile. `seen_as` is members or anyone where the member tries out others' eyes."""

    is_own: bool
    seen_as: str
    can_avoid: bool
    is_muted: bool
    is_blocked: bool


@dataclass(frozen=True)
class MemberPage:
    """Everything that a profile shows. `since` is the first day of the month in which the member joined."""

    meta: Meta
    name: str
    voice: Voice
    is_former: bool
    is_private: bool
    credential: str
    picture_url: str
    picture_state: str
    picture_report_url: str
    since: date | None
    about: Told | None
    country: Told | None
    conditions: tuple[Told, ...]
    writing: Writing
    looks: Looks
    contact: Contact
    urls: dict[str, str]


def load_member(username: str) -> User:
    """The member at an address: one query. Raises Http404."""
    member = User.objects.select_related("profile").filter(username=username).first()
    if member is None:
        raise Http404
    return member


def member_page(member: User, *, viewer: User | AnonymousUser, seen_as: str = "") -> MemberPage:
    """Gathers the profile as the viewer may see it: five queries for a visitor, up to six more for a member."""
    looks, is_open = _looks(member, viewer, seen_as)
    eyes = frozenset[str]()
    if is_open:
        eyes = audiences_of(viewer, member)
        if looks.seen_as:
            eyes = frozenset({looks.seen_as, str(ProfileAudience.ANYONE)})
    profile: Profile = getattr(member, "profile", None) or Profile(member=member)
    shown = _Shown(eyes, says_who=looks.is_own and not looks.seen_as)
    reader = AnonymousUser() if looks.seen_as == ProfileAudience.ANYONE else viewer
    about = shown.told(profile.about, profile.about_audience)
    country = shown.told(country_name(profile.country), profile.country_audience)
    conditions = tuple(_conditions(member, shown)) if eyes else ()
    is_looked_at = profile.visibility == Visibility.VISIBLE or (looks.is_own and not looks.seen_as)
    has_picture = bool(profile.picture_key) and profile.picture_audience in eyes and is_looked_at
    writing = _writing(member, reader, shown, profile.writing_audience)
    is_private = not (about or country or conditions or has_picture or profile.writing_audience in eyes)
    return MemberPage(
        meta=_meta(member),
        name=member.display_name,
        voice=voice(name=member.display_name, member_id=member.pk),
        is_former=member.closed_at is not None,
        is_private=is_private and member.closed_at is None,
        credential=member.credential,
        picture_url=link("member-picture", profile.picture_key, str(SIZES[0])) if has_picture else "",
        picture_state="" if not has_picture or profile.visibility == Visibility.VISIBLE else profile.visibility,
        picture_report_url=(link("report-new", "picture", str(profile.pk)) if has_picture and not looks.is_own else ""),
        since=None if is_private else timezone.localdate(member.date_joined).replace(day=1),
        about=about,
        country=country,
        conditions=conditions,
        writing=writing,
        looks=looks,
        contact=_contact(member, viewer, looks),
        urls=_urls(member, looks),
    )


class _Shown:
    """What may be shown to some eyes, with who else sees it where the member looks at their own profile."""

    def __init__(self, eyes: frozenset[str], *, says_who: bool) -> None:
        self.eyes, self.says_who = eyes, says_who

    def told(self, words: str, audience: str, url: str = "") -> Told | None:
        if not words or audience not in self.eyes:
            return None
        return Told(words, self.seen_by(audience), url)

    def seen_by(self, audience: str) -> str:
        if not self.says_who:
            return ""
        return {
            str(ProfileAudience.NOBODY): _("Only you see this."),
            str(ProfileAudience.MEMBERS): _("Members see this."),
            str(ProfileAudience.ANYONE): _("Anyone sees this."),
        }[audience]


def _looks(member: User, viewer: User | AnonymousUser, seen_as: str) -> tuple[Looks, bool]:
    """How the viewer looks at the member, and whether the member's profile is open to them at all."""
    is_own = viewer.pk == member.pk
    is_open = member.is_active and member.closed_at is None
    is_muted = is_blocked = False
    if viewer.pk is not None and not is_own and is_open:
        between = {block.member_id: block for block in _blocks_between(member.pk, viewer.pk)}
        mine, theirs = between.get(viewer.pk), between.get(member.pk)
        is_muted, is_blocked = bool(mine and mine.is_mute), bool(mine and not mine.is_mute)
        is_open = theirs is None or theirs.is_mute
    return Looks(
        is_own=is_own,
        seen_as=seen_as if is_own and seen_as in SEEN_AS else "",
        can_avoid=viewer.pk is not None and not is_own and member.closed_at is None,
        is_muted=is_muted,
        is_blocked=is_blocked,
    ), is_open


def _contact(member: User, viewer: User | AnonymousUser, looks: Looks) -> Contact:
    """The ways to the member. A viewer whom the member blocked sees what everybody sees of one who takes no waves."""
    if looks.is_own or looks.is_blocked or not member.is_active or member.closed_at:
        return Contact()
    return contact_with(member, viewer=viewer)


def _urls(member: User, looks: Looks) -> dict[str, str]:
    urls = {"this": member_url(member.username)}
    if looks.is_own:
        urls["profile"] = link("profile")
    elif not member.closed_at:
        urls["report"] = link("report-new", "member", str(member.pk))
    if looks.can_avoid:
        urls |= {act.replace("-", "_"): reverse("avoid", args=[member.pk, act]) for act in ("mute", "block", "let-be")}
    return urls


def _blocks_between(one: int, other: int) -> Iterable[Block]:
    return Block.objects.filter(member_id__in=[one, other], other_id__in=[one, other])


def _conditions(member: User, shown: _Shown) -> Iterable[Told]:
    """One query."""
    links = MemberCondition.objects.filter(
        member=member, audience__in=shown.eyes, condition__is_published=True
    ).select_related("condition")
    for its in links.order_by("pk"):
        words = relation_words(Relation(its.relation), its.condition.short)
        if its.diagnosed_year and its.year_audience in shown.eyes:
            words = _("%(relation)s, diagnosed in %(year)s") % {"relation": words, "year": its.diagnosed_year}
        yield Told(words, shown.seen_by(its.audience), link("condition-detail", its.condition.slug))


def _writing(member: User, reader: User | AnonymousUser, shown: _Shown, audience: str) -> Writing:
    """Three queries, or none. What was written without a name is not listed for anyone, its author included."""
    if audience not in shown.eyes:
        return Writing()
    answers = (
        Answer.objects.visible_to(reader)
        .filter(author=member, is_anonymous=False, question__condition__is_published=True)
        .filter(question__topic__is_retired=False)
        .select_related("question__condition", "question__topic")
        .newest_first()[:LISTED]
    )
    stories = (
        Story.objects.visible_to(reader)
        .filter(author=member, is_anonymous=False, condition__is_published=True)
        .newest_first()[:LISTED]
    )
    threads = Thread.objects.visible_to(reader).filter(author=member, is_anonymous=False).newest_first()[:LISTED]
    return Writing(
        seen_by=shown.seen_by(audience),
        answers=tuple(_answer_line(answer) for answer in answers),
        stories=tuple(
            WrittenLine(link("story-detail", str(one.pk), one.slug), one.shown_title, one.posted_at) for one in stories
        ),
        threads=tuple(
            WrittenLine(link("thread-detail", str(one.pk), one.slug), one.shown_title, one.posted_at) for one in threads
        ),
    )


def _answer_line(answer: Answer) -> WrittenLine:
    condition, topic = answer.question.condition, answer.question.topic
    url = link("question-detail", condition.slug, topic.slug)
    return WrittenLine(f"{url}#answer-{answer.pk}", fill(topic.title_pattern, condition), answer.posted_at)


def _meta(member: User) -> Meta:
    """Search engines keep no profile."""
    return Meta(
        title=page_title(member.display_name, settings.SITE_NAME),
        description="",
        canonical=member_url(member.username),
        is_indexable=False,
    )
