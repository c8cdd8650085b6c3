"""One story: for everyone whom its author chose, and in every state for its author."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import FETCH_RAISE, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.blocks import avoided_by
from accounts.models import User
from conditions.models import Condition
from moderation.models import Audience, Visibility
from pages.errors import GoneError
from pages.links import link
from pages.loading import MovedError
from pages.meta import Meta, description, page_title
from pages.neighbours import StoryCard, story_card, story_voice, tell_url
from pages.questions import condition_label
from pages.stories import story_rows
from pages.voices import Voice, unnamed_voice, voice
from pages.wording import cover_words
from stories.models import ContentNote, DeletedStory, Story, StoryThanks, StoryVote
from stories.permissions import can_vote

MORE_STORIES_SHOWN = 2
THANKS_SHOWN = 100
DAYS_IN_A_MONTH, MONTHS_IN_A_YEAR = 30.44, 12
OWN_PAGES = ("edit", "add", "sharing", "withdraw", "bring-back", "delete", "versions")


@dataclass(frozen=True)
class StoryPart:
    """What happened since, as its author added it."""

    pk: int
    heading: str
    body_html: str
    posted_at: datetime
    remove_url: str


@dataclass(frozen=True)
class ThanksCard:
    """A thank-you under a story. `state` is empty where others can read it; `off_url` is for who may take it off."""

    pk: int
    voice: Voice
    body_html: str
    cover: str
    warning_url: str
    posted_at: datetime
    state: str
    off_url: str
    report_url: str


@dataclass(frozen=True)
class StoryPage:
    """Everything that the page of one story shows.

    `own_urls` has what its author can do, and is empty for everyone else. `is_folded` says that the viewer muted or
    blocked its author.
    """

    meta: Meta
    title: str
    language: str
    body_html: str
    cover: str
    covered_title: str
    warning_url: str
    parts: tuple[StoryPart, ...]
    voice: Voice
    posted_at: datetime
    changed_at: datetime | None
    minutes: int
    notes: tuple[str, ...]
    visibility: str
    is_for_members: bool
    shows_help: bool
    is_folded: bool
    helpful_count: int
    has_voted: bool
    can_vote: bool
    thanks: tuple[ThanksCard, ...]
    condition: str
    short: str
    more: tuple[StoryCard, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]
    own_urls: dict[str, str]


def load_story(pk: int, slug: str, viewer: User | AnonymousUser) -> Story:
    """The story at an address, if the viewer may read it: one query.

    Raises Http404, MovedError where the address ends in other words, and GoneError for what its author took away.
    """
    story = (
        Story.objects.readable_by(viewer)
        .filter(pk=pk, condition__is_published=True)
        .select_related("condition", "author")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if story is None:
        raise _missing(pk)
    if slug != story.slug:
        raise MovedError(link("story-detail", str(pk), story.slug))
    return story


def story_page(story: Story, *, viewer: User | AnonymousUser) -> StoryPage:
    """Gathers the page of a story that `load_story` gave: three queries, and two or three more for a member."""
    condition = story.condition
    is_own = viewer.pk == story.author_id
    avoided = avoided_by(viewer)
    return StoryPage(
        meta=_meta(story),
        title=story.shown_title,
        language=story.language,
        covered_title=story.title if story.cover else "",
        body_html=story.body_html,
        cover=cover_words(story.cover),
        warning_url=story.warning_url,
        parts=_parts(story, is_own=is_own),
        voice=story_voice(story, short=condition.short, points=story.author.points),
        posted_at=story.posted_at,
        changed_at=story.changed_at,
        minutes=story.reading_minutes,
        notes=tuple(str(ContentNote(note).label) for note in story.content_notes),
        visibility=story.visibility,
        is_for_members=story.audience == Audience.MEMBERS,
        shows_help=story.shows_help,
        is_folded=story.author_id in avoided and not story.is_anonymous,
        helpful_count=story.helpful_count,
        has_voted=viewer.is_authenticated and StoryVote.objects.filter(story=story.pk, voter=viewer.pk).exists(),
        can_vote=can_vote(viewer, story),
        thanks=_thanks(story, viewer, avoided),
        condition=condition_label(condition),
        short=condition.short,
        more=_more(story, viewer, avoided),
        crumbs=(
            (link("story-list"), _("Stories")),
            (link("condition-stories", condition.slug), _("Stories about %(short)s") % {"short": condition.short}),
        ),
        urls=_urls(story, condition, is_visitor=not viewer.is_authenticated, is_own=is_own),
        own_urls=_own_urls(story) if is_own else {},
    )


def later(story_at: datetime, part_at: datetime) -> str:
    """How much later a part was added, in words: “One year later”."""
    months = int((part_at - story_at).days / DAYS_IN_A_MONTH)
    years = months // MONTHS_IN_A_YEAR
    if years:
        return ngettext("One year later", "%(years)s years later", years) % {"years": years}
    if months:
        return ngettext("One month later", "%(months)s months later", months) % {"months": months}
    return _("A little later")


def _missing(pk: int) -> Http404:
    """What to say where no readable story is: kind words where anyone could read it once, else nothing at all."""
    withdrawn = Story.objects.filter(visibility=Visibility.WITHDRAWN, audience=Audience.ANYONE, pk=pk)
    gone = Q(pk__in=withdrawn.values("condition")) | Q(
        pk__in=DeletedStory.objects.filter(number=pk).values("condition")
    )
    condition = Condition.objects.published().filter(gone).first()
    if condition is None:
        return Http404()
    return GoneError(
        heading=_("This story was taken back"),
        words=_("The person who wrote it has withdrawn it, as everyone here may. We thank them for sharing it."),
        url=link("condition-stories", condition.slug),
        label=_("Other stories about %(condition)s") % {"condition": condition.in_text},
    )


def _parts(story: Story, *, is_own: bool) -> tuple[StoryPart, ...]:
    """The later parts, the oldest first: one query."""
    return tuple(
        StoryPart(
            pk=part.pk,
            heading=part.heading or later(story.posted_at, part.posted_at),
            body_html=part.body_html,
            posted_at=part.posted_at,
            remove_url=reverse("story-update-remove", args=[story.pk, part.pk]) if is_own else "",
        )
        for part in story.updates.all()
    )


def _thanks(story: Story, viewer: User | AnonymousUser, avoided: frozenset[int]) -> tuple[ThanksCard, ...]:
    """What members said under a story, the oldest first, and one's own that still waits: one query."""
    rows = StoryThanks.objects.readable_by(viewer).filter(story=story.pk).select_related("author").oldest_first()
    shown = rows.exclude(author__in=avoided, is_anonymous=False) if avoided else rows
    return tuple(_thanks_card(row, viewer, is_tellers=viewer.pk == story.author_id) for row in shown[:THANKS_SHOWN])


def _thanks_card(thanks: StoryThanks, viewer: User | AnonymousUser, *, is_tellers: bool) -> ThanksCard:
    author = thanks.author
    may_take_off = is_tellers or viewer.pk == thanks.author_id
    username = "" if author.closed_at else author.username
    named = voice(name=author.display_name, member_id=author.pk, username=username)
    return ThanksCard(
        pk=thanks.pk,
        voice=unnamed_voice() if thanks.is_anonymous else named,
        body_html=thanks.body_html,
        cover=cover_words(thanks.cover),
        warning_url=thanks.warning_url,
        posted_at=thanks.posted_at,
        state="" if thanks.visibility == Visibility.VISIBLE else thanks.visibility,
        off_url=reverse("thanks-off", args=[thanks.pk]) if may_take_off else "",
        report_url="" if thanks.author_id == viewer.pk else link("report-new", "thanks", str(thanks.pk)),
    )


def _more(story: Story, viewer: User | AnonymousUser, avoided: frozenset[int]) -> tuple[StoryCard, ...]:
    """Other stories about the condition: one query."""
    others = Story.objects.visible_to(viewer).filter(condition=story.condition_id).exclude(pk=story.pk)
    if avoided:
        others = others.exclude(author__in=avoided, is_anonymous=False)
    short = story.condition.short
    return tuple(story_card(other, short=short) for other in story_rows(others)[:MORE_STORIES_SHOWN])


def _urls(story: Story, condition: Condition, *, is_visitor: bool, is_own: bool) -> dict[str, str]:
    here = link("story-detail", str(story.pk), story.slug)
    stories = link("condition-stories", condition.slug)
    return {
        "condition": link("condition-detail", condition.slug),
        "stories": stories,
        "without": f"{stories}?{urlencode({'without': story.content_notes}, doseq=True)}",
        "tell": tell_url(condition),
        "rules": link("about", "community-rules"),
        "helped": reverse("story-helped", args=[story.pk]),
        "thank": "" if is_own or story.visibility != Visibility.VISIBLE else reverse("story-thanks", args=[story.pk]),
        "report": link("report-new", "story", str(story.pk)),
        "sign_in": f"{link('account_login')}?{urlencode({'next': f'{here}#helped'})}" if is_visitor else "",
    }


def _own_urls(story: Story) -> dict[str, str]:
    """What its author can do with it now."""
    is_withdrawn = story.visibility == Visibility.WITHDRAWN
    is_removed = story.visibility == Visibility.REMOVED
    left_out = {"withdraw"} if is_withdrawn or is_removed else set()
    left_out |= set() if is_withdrawn else {"bring-back"}
    return {
        name.replace("-", "_"): reverse(f"story-{name}", args=[story.pk]) for name in OWN_PAGES if name not in left_out
    }


def _meta(story: Story) -> Meta:
    """A story with content notes or behind a cover is announced by its subject, not by its own sentences."""
    about = {"condition": story.condition.in_text, "site": settings.SITE_NAME}
    sentences = (
        _("A personal story about life with %(condition)s.") % about,
        _("It is one person's experience, in their own words, as told on %(site)s.") % about,
    )
    is_told_of = story.content_notes or story.cover or story.warning_url
    own_words = () if is_told_of else (story.teaser,)
    return Meta(
        title=page_title(story.shown_title, settings.SITE_NAME),
        description=description(*own_words, *sentences),
        canonical=link("story-detail", str(story.pk), story.slug),
        is_indexable=story.visibility == Visibility.VISIBLE and story.audience == Audience.ANYONE,
        kind="article",
        feed=link("condition-feed", story.condition.slug),
        feed_title=_("New about %(condition)s") % about,
    )
