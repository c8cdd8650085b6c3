"""The pages about the site itself: each short, honest and in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from accounts import points
from conditions.credit import hpo_version
from moderation.transparency import Transparency, transparency
from pages.data_map import DataRoom, data_rooms
from pages.links import link
from pages.meta import Meta, description, page_title


@dataclass(frozen=True)
class AboutPage:
    """A page about the site. `others` are the addresses and names of the other ones."""

    meta: Meta
    heading: str
    lead: str
    template: str
    others: tuple[tuple[str, str], ...]
    is_demo: bool
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


@dataclass(frozen=True)
class RulesPage(AboutPage):
    """The community rules: what each contribution is worth in points."""

    per_answer: int
    per_story: int
    per_thread: int
    per_post: int
    per_helpful_vote: int


@dataclass(frozen=True)
class PrivacyPage(AboutPage):
    """Privacy: the smallest number on the map, and everything that is kept."""

    map_minimum: int
    session_days: int
    closing_days: int
    rooms: tuple[DataRoom, ...]


@dataclass(frozen=True)
class DataPage(AboutPage):
    """Where the catalogue comes from."""

    hpo_release: str


@dataclass(frozen=True)
class TransparencyPage(AboutPage):
    """What moderators did, in numbers."""

    numbers: Transparency


@dataclass(frozen=True)
class ContactPage(AboutPage):
    """How to reach the owner; the address is empty where the owner has not set one."""

    email: str


@dataclass(frozen=True)
class Subject:
    """One of the pages: its name in lists, its heading and what it says in a sentence or two."""

    name: str
    heading: str
    lead: str
    more: str


def about_page(name: str) -> AboutPage:
    """Gathers the page: no query but for the release of the symptoms and the numbers of moderators.

    Raises Http404 for an unknown name.
    """
    subjects = _subjects()
    if name not in subjects:
        raise Http404
    subject = subjects[name]
    kind, details = KINDS.get(name, (AboutPage, dict))
    return kind(
        meta=Meta(
            title=page_title(subject.heading, settings.SITE_NAME),
            description=description(subject.lead, subject.more),
            canonical=link("about", name),
        ),
        heading=subject.heading,
        lead=subject.lead,
        template=f"pages/about/{name.replace('-', '_')}.html",
        others=tuple((link("about", other), its.name) for other, its in subjects.items() if other != name),
        is_demo=settings.IS_DEMO,
        crumbs=(),
        urls={
            **{other.replace("-", "_"): link("about", other) for other in subjects},
            "conditions": link("condition-list"),
            "symptoms": link("symptoms"),
            "soulmates": link("soulmates"),
            "soulmates_map": link("soulmates-map"),
            "messages": link("message-list"),
            "contact_choice": link("contact-choice"),
            "stories": link("story-list"),
            "tell": link("story-new"),
            "ask": link("ask"),
            "forum": link("thread-list"),
            "map": link("map"),
            "place": link("map-place"),
            "sign_in": link("account_login"),
            "reset_password": link("account_reset_password"),
            "source_code": settings.SOURCE_CODE_URL,
        },
        **details(),
    )


def _rules() -> dict[str, Any]:
    return {
        "per_answer": points.PER_ANSWER,
        "per_story": points.PER_STORY,
        "per_thread": points.PER_THREAD,
        "per_post": points.PER_POST,
        "per_helpful_vote": points.PER_HELPFUL_VOTE,
    }


def _privacy() -> dict[str, Any]:
    return {
        "map_minimum": settings.MAP_MIN_COUNT,
        "session_days": settings.SESSION_COOKIE_AGE // (24 * 3600),
        "closing_days": settings.CLOSING_DAYS,
        "rooms": data_rooms(),
    }


def _data() -> dict[str, Any]:
    return {"hpo_release": hpo_version()}


def _transparency() -> dict[str, Any]:
    return {"numbers": transparency()}


def _contact() -> dict[str, Any]:
    return {"email": settings.CONTACT_EMAIL}


KINDS: dict[str, tuple[type[AboutPage], Callable[[], dict[str, Any]]]] = {
    "community-rules": (RulesPage, _rules),
    "privacy": (PrivacyPage, _privacy),
    "data": (DataPage, _data),
    "contact": (ContactPage, _contact),
    "transparency": (TransparencyPage, _transparency),
}


def _subjects() -> dict[str, Subject]:
    site = {"site": settings.SITE_NAME}
    return {
        "us": Subject(
            _("About us"),
            _("About %(site)s") % site,
            _("%(site)s answers questions about health conditions in plain words.") % site,
            _("Beside each answer stand the people who live with the condition."),
        ),
        "how-we-review": Subject(
            _("How we check facts"),
            _("How we check facts"),
            _("You can always see who wrote a page, who checked it, and when."),
            _("What our labels promise, and what they do not."),
        ),
        "community-rules": Subject(
            _("Community rules"),
            _("Community rules"),
            _("A few rules keep this place safe and kind."),
            _("How members write here, how points work, and what moderators do."),
        ),
        "taking-part": Subject(
            _("Taking part"),
            _("Taking part"),
            _("Reading is open to everyone. Who has an account can write."),
            _("What members do here: tell a story, ask, answer, join the map and find people like them."),
        ),
        "accessibility": Subject(
            _("Accessibility"),
            _("Accessibility"),
            _("This site should work for everyone, on a tired day too."),
            _("What we do for that, how we test it, and what we do not know yet."),
        ),
        "privacy": Subject(
            _("Privacy"),
            _("Privacy"),
            _("You can read everything here without an account and without a cookie."),
            _("What we keep, why, who sees it and for how long."),
        ),
        "data": Subject(
            _("About the data"),
            _("About the data"),
            _("Where names, codes, symptoms, maps and letters come from."),
            _("The sources that this site is built on, and their terms."),
        ),
        "transparency": Subject(
            _("Transparency"),
            _("What moderators did"),
            _("How often texts were reported, hidden or removed here, and what came of appeals."),
            _("Numbers of the last twelve months, and how we decide."),
        ),
        "contact": Subject(
            _("Contact and help"),
            _("Contact and help"),
            _("How to reach the people who run this site."),
            _("What we can help with, and what to do in an emergency."),
        ),
    }
