"""Where a member's matches are: countries alone, and only of those who show theirs to members."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from members.areas import Area, in_order
from members.map import VIEW_BOX, Scale, circles_svg, clusters
from members.places import is_known
from members.soulmates import Match, matches_of
from pages.contact import Contact, contacts_with
from pages.links import link
from pages.map_block import AreaRow, area_rows
from pages.meta import Meta, page_title
from pages.voices import Voice, country_name, voice
from pages.wording import matches_words


@dataclass(frozen=True)
class PlacedMatch:
    """One of them, with what stands between the member and them."""

    voice: Voice
    contact: Contact


@dataclass(frozen=True)
class MatchCountry:
    """The matches in one country."""

    code: str
    name: str
    people: tuple[PlacedMatch, ...]


@dataclass(frozen=True)
class SoulmatesMapPage:
    """Everything that the map of matches shows to its member. `elsewhere` says how many show no country."""

    meta: Meta
    heading: str
    people: str
    elsewhere: str
    near: str
    far: str
    view_box: str
    areas: tuple[AreaRow, ...]
    countries: tuple[MatchCountry, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def soulmates_map_page(member: User) -> SoulmatesMapPage:
    """Gathers the map: the queries of `matches_of`, and two of what stands between. There is no distance, nor an order
    by it."""
    matches = matches_of(member)
    countries = _countries(member, matches)
    areas = in_order(Area(country.code, "country", len(country.people)) for country in countries)
    heading = _("Where your matches are")
    return SoulmatesMapPage(
        meta=Meta(
            title=page_title(heading, settings.SITE_NAME),
            description="",
            canonical=link("soulmates-map"),
            is_indexable=False,
        ),
        heading=heading,
        people=matches_words(len(matches)),
        elsewhere=matches_words(len(matches) - sum(area.count for area in areas)),
        near=_circles(areas, "near"),
        far=_circles(areas, "far"),
        view_box=VIEW_BOX,
        areas=area_rows(areas),
        countries=countries,
        crumbs=((link("map"), _("Map")),),
        urls={
            "this": link("soulmates-map"),
            "map": link("map"),
            "profile": link("profile"),
            "join": f"{link('about', 'taking-part')}#symptoms",
        },
    )


def _circles(areas: Sequence[Area], scale: Scale) -> str:
    found = clusters(areas, scale=scale)
    return circles_svg(found, scale=scale, links=[_leads_to(circle.areas, circle.count) for circle in found])


def _countries(member: User, matches: tuple[Match, ...]) -> tuple[MatchCountry, ...]:
    """By the name of the country, and in it by the name of the person: the order tells nothing."""
    contacts = contacts_with({match.pk: match.username for match in matches}, viewer=member)
    placed = sorted(
        (country_name(match.country), match.country, match.name, match.pk, match.username)
        for match in matches
        if is_known(match.country)
    )
    return tuple(
        MatchCountry(
            code,
            name,
            tuple(
                PlacedMatch(voice(name=who, member_id=pk, username=username), contacts[pk])
                for _name, _code, who, pk, username in people
            ),
        )
        for (name, code), people in groupby(placed, key=lambda row: row[:2])
    )


def _leads_to(areas: tuple[Area, ...], count: int) -> tuple[str, str]:
    """A circle leads to the people of its largest country."""
    place = country_name(areas[0].code)
    place = _("%(place)s and nearby") % {"place": place} if len(areas) > 1 else place
    return f"#in-{areas[0].code}", _("%(place)s: %(people)s") % {"place": place, "people": matches_words(count)}
