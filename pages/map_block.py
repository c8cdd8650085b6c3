"""The map as it stands on the pages of a condition and on the home page: its numbers are those of the day's count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from conditions.models import Condition
from members.areas import Area
from members.map import HEIGHT
from members.models import MapCount, MapScope
from members.regions import region_name
from pages.joined import Joined
from pages.links import link
from pages.once import language
from pages.prepared import PreparedQuery
from pages.voices import country_name
from pages.wording import count_words, on_map_words, remembered

AREAS_SHOWN = 8
WIDER_LAST = ("country", "continent", "world")
EVERYONE = PreparedQuery(
    lambda: MapCount.objects.filter(scope=MapScope.EVERYONE).values_list("areas", "near", "far", "regions")
)


@dataclass(frozen=True)
class AreaRow:
    """A line of the table beside the map, with the regions of a country; of a region only its name and number."""

    name: str
    count: str
    code: str = ""
    regions: "tuple[AreaRow, ...]" = ()


@dataclass(frozen=True)
class MapBlock:
    """The members of a condition on the world map, in groups that are safe to publish.

    `people` says how many, empty for none. `near` and `far` are the circles as SVG, for wide screens and for phones.
    `shown_in` is the viewer's own country on the map, empty for all who are not on it.
    """

    heading: str
    people: str
    areas: tuple[AreaRow, ...]
    near: str
    far: str
    url: str
    join_url: str
    shown_in: str = ""
    height: int = HEIGHT
    minimum: int = 0


@dataclass(frozen=True)
class Counted:
    """A day's count of a condition's members, as it is stored."""

    areas: Sequence[Sequence[Any]] = ()
    near: str = ""
    far: str = ""
    regions: Sequence[Sequence[Any]] = ()


def last_count(condition: Condition) -> Counted:
    """A condition's last count, of a row that brings it along; empty where it was never counted."""
    if not hasattr(condition, "map_count"):
        return Counted()
    count = condition.map_count
    return Counted(count.areas, count.near, count.far, count.regions)


def count_of_everyone() -> Counted:
    """The last count of all conditions: one query."""
    row = EVERYONE.first()
    return Counted(*row) if row else Counted()


def map_block(counted: Counted, condition: Condition | None, *, viewer: Joined) -> MapBlock:
    """The map of a condition, or of all, from a day's count: no query."""
    areas = tuple(Area(code, kind, people) for code, kind, people in counted.areas)
    return MapBlock(
        heading=_heading(condition.short if condition else ""),
        people=on_map_words(sum(area.count for area in areas)),
        areas=area_rows(areas)[:AREAS_SHOWN],
        near=counted.near,
        far=counted.far,
        url=link("condition-map", condition.slug) if condition else link("map"),
        join_url=join_url(condition),
        shown_in=country_name(viewer.country),
        minimum=settings.MAP_MIN_COUNT,
    )


@remembered
def _heading(short: str) -> str:
    if not short:
        return _("People around the world")
    return _("People with %(condition)s around the world") % {"condition": short}


def join_url(condition: Condition | None) -> str:
    """Where a member joins the map, leaves it, or moves."""
    return f"{link('map-place')}?condition={condition.slug}" if condition else link("map-place")


def area_rows(areas: Iterable[Area], regions: Iterable[Area] = ()) -> tuple[AreaRow, ...]:
    """Countries first, the largest at the top, with their regions; then those whose country is not shown."""
    parts: dict[str, list[AreaRow]] = {}
    for region in sorted(regions, key=lambda region: region.code == region.country):
        parts.setdefault(region.country, []).append(AreaRow(area_name(region), count_words(region.count)))
    in_order = sorted(areas, key=lambda area: WIDER_LAST.index(area.kind))
    return tuple(
        AreaRow(area_name(area), count_words(area.count), area.code, tuple(parts.get(area.country, ())))
        for area in in_order
    )


def area_name(area: Area) -> str:
    """The area in words."""
    if area.kind == "country":
        return country_name(area.code)
    if area.kind == "region":
        return region_name(area.code, language() or "en") or _("Elsewhere or not told")
    return _not_shown(language() or "en")[area.code]


def continent_name(code: str) -> str:
    """The continent in the reader's language."""
    return _continents(language() or "en")[code]


@cache
def _not_shown(_language: str) -> dict[str, str]:
    return {
        "AF": _("Africa, country not shown"),
        "AN": _("Antarctica, country not shown"),
        "AS": _("Asia, country not shown"),
        "EU": _("Europe, country not shown"),
        "NA": _("North America, country not shown"),
        "OC": _("Oceania, country not shown"),
        "SA": _("South America, country not shown"),
        "": _("Country not shown"),
    }


@cache
def _continents(_language: str) -> dict[str, str]:
    return {
        "AF": _("Africa"),
        "AN": _("Antarctica"),
        "AS": _("Asia"),
        "EU": _("Europe"),
        "NA": _("North America"),
        "OC": _("Oceania"),
        "SA": _("South America"),
    }
