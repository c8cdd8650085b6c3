"""The page of a member's soulmates, and the block that leads there from every question and condition."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.consent_texts import text_of
from accounts.models import ConsentKind, User
from conditions.credit import hpo_version
from members.matching import LEAST
from members.models import MemberSymptom, Soulmate
from members.soulmates import Match, matches_of
from pages.contact import Contact, contacts_with
from pages.joined import Joined
from pages.links import link
from pages.meta import Meta, page_title
from pages.voices import Voice, country_name, voice


@dataclass(frozen=True)
class SoulmatesBlock:
    """What the block says: in a sentence, and the words and address of its link."""

    words: str
    act: str
    url: str


@dataclass(frozen=True)
class MatchCard:
    """A match as the page shows it. `percent` is how alike, in words of a hundred."""

    pk: int
    voice: Voice
    country: str
    words: str
    differs: str
    percent: int
    contact: Contact


@dataclass(frozen=True)
class SoulmatesPage:
    """Everything that the page shows. `state` is stranger, apart, few, none or some."""

    meta: Meta
    heading: str
    state: str
    noted: int
    missing: str
    cards: tuple[MatchCard, ...]
    consent: dict[str, str]
    hpo_version: str
    urls: dict[str, str]


def soulmates_block(viewer: Joined) -> SoulmatesBlock:
    """No query."""
    url = link("soulmates")
    if not viewer.is_member:
        about = _("Add your symptoms in private. Then see members whose days look like yours.")
        choice = _("You choose who can see you, and you can stop at any time.")
        return SoulmatesBlock(f"{about} {choice}", _("See how it works"), url)
    if not viewer.is_soulmate:
        about = _("Note your symptoms in private. Others find you by them only if you say so.")
        return SoulmatesBlock(about, _("Add my symptoms"), link("symptoms"))
    if not viewer.is_listed:
        words = ngettext("Note at least %(least)d symptom.", "Note at least %(least)d symptoms.", LEAST)
        return SoulmatesBlock(
            f"{words % {'least': LEAST}} {_('Then we can look for members like you.')}",
            _("Add my symptoms"),
            link("symptoms"),
        )
    count = viewer.match_count
    if not count:
        return SoulmatesBlock(
            _("Nobody with similar symptoms has joined yet. We keep looking."), _("Look at my symptoms"), url
        )
    words = ngettext(
        "%(count)d member has days that look like yours.", "%(count)d members have days that look like yours.", count
    )
    return SoulmatesBlock(words % {"count": count}, _("See my soulmates"), url)


def soulmates_page(viewer: User | AnonymousUser) -> SoulmatesPage:
    """Gathers the page: one query for a visitor, at most twelve for a member."""
    noted, state = 0, "stranger"
    cards: tuple[MatchCard, ...] = ()
    if isinstance(viewer, User):
        noted = MemberSymptom.objects.filter(member=viewer).count()
        has_joined = Soulmate.objects.filter(member=viewer).exists()
        cards = _cards(viewer) if has_joined else ()
        state = ("some" if cards else "few" if noted < LEAST else "none") if has_joined else "apart"
    heading = _("Symptom soulmates")
    text = text_of(ConsentKind.MATCHING)
    missing = ngettext("%(count)d more symptom", "%(count)d more symptoms", max(0, LEAST - noted))
    return SoulmatesPage(
        meta=Meta(
            title=page_title(heading, settings.SITE_NAME),
            description="",
            canonical=link("soulmates"),
            is_indexable=False,
        ),
        heading=heading,
        state=state,
        noted=noted,
        missing=missing % {"count": max(0, LEAST - noted)},
        cards=cards,
        consent={"ask": str(text.ask), "more": str(text.more), "after": str(text.after)},
        hpo_version=hpo_version(),
        urls={
            "this": link("soulmates"),
            "symptoms": link("symptoms"),
            "join": link("soulmates-join"),
            "leave": link("soulmates-leave"),
            "map": link("soulmates-map"),
            "sign_in": f"{link('account_login')}?next={link('soulmates')}",
            "sign_up": link("account_signup"),
            "privacy": link("about", "privacy"),
        },
    )


def _cards(viewer: User) -> tuple[MatchCard, ...]:
    matches = matches_of(viewer)
    contacts = contacts_with({match.pk: match.username for match in matches}, viewer=viewer)
    return tuple(_card(match, contacts[match.pk]) for match in matches)


def _card(match: Match, contact: Contact) -> MatchCard:
    return MatchCard(
        pk=match.pk,
        voice=voice(name=match.name, member_id=match.pk, username=match.username),
        country=country_name(match.country),
        words=match.words,
        differs=match.differs,
        percent=round(match.score * 100),
        contact=contact,
    )
