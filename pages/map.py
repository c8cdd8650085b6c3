"""The map of members, for all conditions or for one: circles as links, and a table with the same numbers."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from conditions.choosing import conditions_like, conditions_named
from conditions.models import Condition
from members.areas import Area, Published
from members.counting import areas_of
from members.map import WORLD, Circle, Scale, circles_svg, clusters, frame_of
from members.models import MapCount, MapScope, MemberCondition
from pages.joined import joined_by
from pages.links import link
from pages.map_block import (
    AreaRow,
    Counted,
    area_name,
    area_rows,
    continent_name,
    count_of_everyone,
    join_url,
    last_count,
)
from pages.map_filters import MapFilters, map_filters
from pages.map_people import NamedPeople, named_people
from pages.meta import Meta, description, page_title
from pages.once import language
from pages.prepared import PreparedQuery
from pages.questions import condition_label
from pages.voices import country_name
from pages.wording import count_words, on_map_words, people_words

CONDITIONS_SHOWN = 12
MOST_DRAWINGS = 200
ROLES = PreparedQuery(lambda condition: MapCount.objects.filter(condition_id=condition).values_list("roles"), int)
LARGEST = PreparedQuery(
    lambda: (
        MapCount.objects.filter(scope=MapScope.CONDITION, total__gt=0, condition__is_published=True)
        .order_by("-total", "condition_id")
        .values_list("condition__slug", "condition__name", "total")[:CONDITIONS_SHOWN]
    )
)


@dataclass(frozen=True)
class Line:
    """A link with the number of people behind it."""

    url: str
    name: str
    count: str
    is_here: bool = False


@dataclass(frozen=True)
class Drawing:
    """The map as SVG: its circles for wide screens and for phones, and where the land stands in it."""

    near: str
    far: str
    view_box: str
    land: dict[str, int]


@dataclass(frozen=True)
class Place:
    """Where the viewer is on the map. `country` is empty for who is not; `is_gone` if theirs is no country any more.

    `is_counted_here` says whether this map counts them: whether the condition is one of theirs.
    """

    is_member: bool = False
    country: str = ""
    is_gone: bool = False
    is_counted_here: bool = True


@dataclass(frozen=True)
class MapPage:
    """Everything that the map shows. `typed` is a name of a condition that we do not know, `meant` what it may mean."""

    meta: Meta
    heading: str
    about: str
    people: str
    drawing: Drawing
    areas: tuple[AreaRow, ...]
    continents: tuple[Line, ...]
    conditions: tuple[Line, ...]
    filters: MapFilters
    minimum: int
    place: Place
    named: NamedPeople | None
    typed: str
    meant: tuple[Line, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]

    @property
    def has_regions(self) -> bool:
        return any(area.regions for area in self.areas)


def map_page(condition: Condition | None, *, viewer: User | AnonymousUser, asked: QueryDict) -> MapPage:
    """Gathers the map: at most two queries for a visitor, and six for a member, whatever the site holds."""
    counted = last_count(condition) if condition else count_of_everyone()
    filters = map_filters(asked, has_roles=condition is not None)
    published = _published(condition, counted, filters)
    areas = filters.narrow(published)
    typed = "" if condition else asked.get("condition", "").strip()[:200]
    return MapPage(
        meta=_meta(condition, filters, typed=typed, has_people=bool(published.areas)),
        heading=_heading(condition),
        about=condition.in_text if condition else "",
        people=on_map_words(sum(area.count for area in areas)),
        drawing=_drawing(areas, filters.continent, filters.role, language() or "en"),
        areas=area_rows(areas, () if filters.role else published.regions),
        continents=_continents(published, filters, _url(condition)),
        conditions=() if condition else _conditions(),
        filters=filters,
        minimum=settings.MAP_MIN_COUNT,
        place=_place(condition, viewer),
        named=named_people(condition, viewer=viewer, filters=filters, page=asked.get("page", "")),
        typed=typed,
        meant=_meant(typed) if typed else (),
        crumbs=_crumbs(condition),
        urls={
            "this": _url(condition),
            "all": link("map"),
            "join": join_url(condition),
            "conditions": link("condition-list"),
            "condition": link("condition-detail", condition.slug) if condition else "",
            "add": f"{link('member-condition-add')}?condition={condition.slug}" if condition else "",
            "profile": link("profile"),
            "matches": link("soulmates-map"),
            "privacy": f"{link('about', 'privacy')}#map",
        },
    )


def map_asked_for(asked: QueryDict) -> str:
    """The address of a condition's map, if somebody typed its name; otherwise nothing. One or two queries."""
    typed = asked.get("condition", "").strip()
    found = conditions_named(typed[:200]) if typed else []
    if len(found) != 1:
        return ""
    filters = map_filters(asked, has_roles=True)
    return _url(found[0]) + filters.query(continent=filters.continent)


def _published(condition: Condition | None, counted: Counted, filters: MapFilters) -> Published:
    roles = {}
    if condition and filters.role and (row := ROLES.first(condition.pk)):
        roles = {role: areas_of(parts) for role, parts in row[0].items()}
    return Published(areas_of(counted.areas), roles, areas_of(counted.regions))


@lru_cache(maxsize=MOST_DRAWINGS)
def _drawing(areas: tuple[Area, ...], continent: str, role: str, _language: str) -> Drawing:
    """Depends on nothing but what it is given, so what is remembered is never out of date."""
    frame = frame_of(continent) if continent else WORLD
    near, far = (_circles(areas, scale, continent, role) for scale in ("near", "far"))
    return Drawing(near=near, far=far, view_box=frame.view_box, land=frame.land)


def _circles(areas: tuple[Area, ...], scale: Scale, continent: str, role: str) -> str:
    circles = clusters(areas, scale=scale, frame=frame_of(continent) if continent else WORLD)
    filters = MapFilters(role=role, continent=continent, roles=(), continents=())
    return circles_svg(circles, scale=scale, links=[_leads_to(circle, filters) for circle in circles])


def _leads_to(circle: Circle, filters: MapFilters) -> tuple[str, str]:
    """A circle of one continent leads there; on the continent's own map, to its line in the table."""
    first, has_more = circle.areas[0], len(circle.areas) > 1
    is_way_in = not filters.continent and len({area.continent for area in circle.areas}) == 1
    if is_way_in and has_more:
        name = continent_name(first.continent)
    else:
        name = _("%(place)s and nearby") % {"place": area_name(first)} if has_more else area_name(first)
    label = _("%(place)s: %(people)s") % {"place": name, "people": people_words(circle.count)}
    return filters.query(continent=first.continent) if is_way_in else f"#area-{first.code}", label


def _continents(published: Published, filters: MapFilters, url: str) -> tuple[Line, ...]:
    """The continents that have a number, and the world."""
    areas = published.roles.get(filters.role, ()) if filters.role else published.areas
    people = Counter[str]()
    for area in areas:
        people[area.continent] += area.count
    total = people.total()
    del people[""]
    if not people:
        return ()
    world = Line(f"{url}{filters.query(continent='')}", _("The whole world"), count_words(total), not filters.continent)
    return (
        world,
        *(
            Line(
                f"{url}{filters.query(continent=code)}",
                continent_name(code),
                count_words(count),
                code == filters.continent,
            )
            for code, count in people.most_common()
        ),
    )


def _conditions() -> tuple[Line, ...]:
    """The conditions with most people on the map: one query."""
    return tuple(Line(link("condition-map", slug), name, count_words(total)) for slug, name, total in LARGEST.rows())


def _place(condition: Condition | None, viewer: User | AnonymousUser) -> Place:
    """Two queries for a member on a condition's map, one on that of all, none for a visitor."""
    if viewer.pk is None:
        return Place()
    code = joined_by(viewer).country
    is_counted = condition is None or not code
    is_counted = is_counted or MemberCondition.objects.filter(member_id=viewer.pk, condition=condition).exists()
    country = country_name(code)
    return Place(is_member=True, country=country, is_gone=bool(code and not country), is_counted_here=is_counted)


def _meant(typed: str) -> tuple[Line, ...]:
    """Conditions whose names are like what was typed: one query."""
    return tuple(Line(_url(condition), condition.name, "") for condition in conditions_like(typed))


def _url(condition: Condition | None) -> str:
    return link("condition-map", condition.slug) if condition else link("map")


def _heading(condition: Condition | None) -> str:
    if condition is None:
        return _("Where our members are")
    return _("People with %(condition)s around the world") % {"condition": condition.in_text}


def _crumbs(condition: Condition | None) -> tuple[tuple[str, str], ...]:
    if condition is None:
        return ()
    return (
        (link("condition-list"), _("Conditions")),
        (link("condition-detail", condition.slug), condition_label(condition)),
    )


def _meta(condition: Condition | None, filters: MapFilters, *, typed: str, has_people: bool) -> Meta:
    """Search engines keep the whole map where it shows anybody, and no part of it."""
    about = condition.in_text if condition else _("an illness")
    title = _("Error: %(heading)s") % {"heading": _heading(condition)} if typed else _heading(condition)
    return Meta(
        title=page_title(title, settings.SITE_NAME),
        description=description(
            _("How many people live with %(condition)s, and in which countries.") % {"condition": about},
            _("Counted once a day in groups, so that nobody can be found who does not want to be."),
        ),
        canonical=_url(condition),
        is_indexable=has_people and not filters.is_used and not typed,
    )
