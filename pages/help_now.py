"""Who helps now, in the reader's country: for people in danger, and for those who worry about someone."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django_countries import countries

from accounts.models import User
from members.models import Profile
from moderation.helplines import WORLD_URL, Line, first_known, help_in, helplines, region_of
from pages.links import link
from pages.meta import Meta, description, page_title
from pages.voices import country_name


@dataclass(frozen=True)
class HelpNowPage:
    """The lines of one country. `way_on` leads to the text that was just written, empty for who came otherwise."""

    meta: Meta
    heading: str
    country: str
    country_name: str
    emergency: str
    lines: tuple[Line, ...]
    checked: date | None
    choices: tuple[tuple[str, str], ...]
    world_url: str
    way_on: str
    here: str


def help_now_page(
    *, viewer: User | AnonymousUser, asked: str = "", accept_language: str = "", way_on: str = ""
) -> HelpNowPage:
    """Gathers the page: no query for a visitor, one for a member.

    The country is the one that was asked for, that of the member's own profile, or the region of the browser's
    language.
    """
    country = first_known([asked, _own_country(viewer) if not asked else "", region_of(accept_language)])
    found = help_in(country, path=settings.HELPLINES_FILE)
    heading = _("You are not alone")
    known = {*helplines(settings.HELPLINES_FILE), *([country] if country in dict(countries) else [])}
    return HelpNowPage(
        meta=Meta(
            title=page_title(heading, settings.SITE_NAME),
            description=description(_("If you think of ending your life, or worry about someone: who answers now.")),
            canonical=link("help-now"),
            is_indexable=False,
        ),
        heading=heading,
        country=country,
        country_name=country_name(country),
        emergency=found.emergency,
        lines=found.lines,
        checked=found.checked,
        choices=tuple(sorted(((code, country_name(code)) for code in known), key=lambda choice: choice[1])),
        world_url=WORLD_URL,
        way_on=way_on if _is_of_this_site(way_on) else "",
        here=link("help-now"),
    )


def _own_country(viewer: User | AnonymousUser) -> str:
    if not viewer.is_authenticated:
        return ""
    return Profile.objects.filter(member=viewer.pk).values_list("country", flat=True).first() or ""


def _is_of_this_site(way_on: str) -> bool:
    return way_on.startswith("/") and not way_on.startswith(("//", "/\\")) and way_on.isprintable()
