"""The daily count of the map: reads who is on it, and finds what may be shown. Only `members.services` stores it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Count, F, Q

from members.areas import Area, Published, Roles, Rule, Tally, publish, together
from members.map import circles_svg, clusters
from members.models import ROLE_OF, MapCount, MapPresence, MapRole, MapScope, MemberCondition, ProfileAudience
from members.places import is_known

SEEN_BY_MEMBERS = (ProfileAudience.MEMBERS, ProfileAudience.ANYONE)
IS_NAMED = Q(
    audience__in=SEEN_BY_MEMBERS,
    member__profile__country_audience__in=SEEN_BY_MEMBERS,
    member__profile__country=F("member__map_presence__country"),
)
"""Members of a condition whom other members see by name on its map: they show both the condition and the country."""

type Key = tuple[str, int | None]
"""A scope, and the condition that it is about."""


def days_counts(*, minimum: int, before: Mapping[Key, Published]) -> dict[Key, Published]:
    """What may be shown today of each condition, of those whom no condition shows, and of everyone.

    Three queries, whatever the site holds: each row is a group of people, not a person.
    """
    by_role, plain = Rule(minimum, len(MapRole)), Rule(minimum)
    people = people_by_condition()
    known = {condition for scope, condition in before if scope == MapScope.CONDITION}
    today: dict[Key, Published] = {
        (MapScope.CONDITION, condition): publish(
            people.get(condition, {}), before=before.get((MapScope.CONDITION, condition), Published()), rule=by_role
        )
        for condition in sorted(people.keys() | {pk for pk in known if pk is not None})
    }
    shown = [condition for (_scope, condition), published in today.items() if condition and published.areas]
    others = (MapScope.OTHERS, None)
    today[others] = publish(other_people(shown), before=before.get(others, Published()), rule=plain)
    today[MapScope.EVERYONE, None] = Published(together(today.values()))
    return today


def people_by_condition() -> dict[int, dict[str, Roles]]:
    """For each published condition the people on the map, by country and role."""
    rows = (
        MemberCondition.objects.filter(member__is_active=True, condition__is_published=True)
        .filter(member__map_presence__isnull=False)
        .values_list("condition_id", "member__map_presence__country", "relation")
        .annotate(people=Count("pk"), named=Count("pk", filter=IS_NAMED))
        .order_by()
    )
    found: dict[int, dict[str, dict[str, Tally]]] = defaultdict(lambda: defaultdict(dict))
    for condition, country, relation, people, named in rows:
        if is_known(country):
            roles, role = found[condition][country], ROLE_OF[relation]
            roles[role] = roles.get(role, Tally()) + Tally(people, named)
    return {condition: dict(countries) for condition, countries in found.items()}


def other_people(shown: Iterable[int]) -> dict[str, Roles]:
    """People on the map by country who belong to none of the conditions that have a map."""
    belonging = MemberCondition.objects.filter(condition__in=list(shown)).values("member")
    rows = (
        MapPresence.objects.filter(member__is_active=True)
        .exclude(member__in=belonging)
        .values_list("country")
        .annotate(people=Count("pk"))
        .order_by()
    )
    return {country: {"": Tally(people)} for country, people in rows if is_known(country)}


def put_published(row: MapCount, published: Published) -> bool:
    """Writes into a row what may be shown, and says whether that is something new."""
    areas, roles = rows_of(published.areas), {role: rows_of(parts) for role, parts in published.roles.items()}
    is_new = row.pk is None or row.areas != areas or row.roles != roles
    row.areas, row.roles, row.total = areas, roles, published.total
    row.near = circles_svg(clusters(published.areas, scale="near"), scale="near")
    row.far = circles_svg(clusters(published.areas, scale="far"), scale="far")
    return is_new


def published_of(row: MapCount) -> Published:
    """What a row says may be shown."""
    return Published(areas_of(row.areas), {role: areas_of(parts) for role, parts in row.roles.items()})


def rows_of(areas: Iterable[Area]) -> list[list[str | int]]:
    return [[area.code, area.kind, area.count] for area in areas]


def areas_of(rows: Iterable[Iterable[object]]) -> tuple[Area, ...]:
    """The areas as a row stores them."""
    return tuple(Area(*row) for row in rows)  # type: ignore[arg-type]
