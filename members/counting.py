"""The daily count of the map: reads who is on it, and finds what may be shown. Only `members.services` stores it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from members.areas import Area, Published, Rule, Tally, publish, together
from members.map import circles_svg, clusters
from members.models import ROLE_OF, MapCount, MapPresence, MapRole, MapScope, MemberCondition, ProfileAudience
from members.places import is_known
from members.regions import is_region_of

SEEN_BY_MEMBERS = (ProfileAudience.MEMBERS, ProfileAudience.ANYONE)
IS_NAMED = Q(
    audience__in=SEEN_BY_MEMBERS,
    member__profile__country_audience__in=SEEN_BY_MEMBERS,
    member__profile__country=F("member__map_presence__country"),
)
"""Members of a condition whom other members see by name on its map: they show both the condition and the country."""

type Key = tuple[str, int | None]
"""A scope, and the condition that it is about."""


@dataclass
class Crowd:
    """Some members on the map: by country and role, and besides by region, if they told one; never by both."""

    countries: dict[str, dict[str, Tally]] = field(default_factory=dict)
    regions: dict[str, Tally] = field(default_factory=dict)

    def add(self, country: str, region: str, role: str, people: Tally) -> None:
        """Adds a group. A country that is none now counts nowhere, and a region that is none as not told."""
        if not is_known(country):
            return
        roles = self.countries.setdefault(country, {})
        roles[role] = roles.get(role, Tally()) + people
        if is_region_of(region, country):
            self.regions[region] = self.regions.get(region, Tally()) + people

    def published(self, *, before: Published | None, rule: Rule) -> Published:
        """What may be shown of them."""
        return publish(self.countries, regions=self.regions, before=before or Published(), rule=rule)


def days_counts(*, minimum: int, before: Mapping[Key, Published]) -> dict[Key, Published]:
    """What may be shown today of each condition, of those whom no condition shows, and of everyone.

    Three queries, whatever the site holds: each row is a group of people, not a person.
    """
    by_role, plain = Rule(minimum, len(MapRole)), Rule(minimum)
    people = people_by_condition()
    known = {condition for scope, condition in before if scope == MapScope.CONDITION}
    today: dict[Key, Published] = {
        (MapScope.CONDITION, condition): people[condition].published(
            before=before.get((MapScope.CONDITION, condition)), rule=by_role
        )
        for condition in sorted(people.keys() | {pk for pk in known if pk is not None})
    }
    shown = [condition for (_scope, condition), published in today.items() if condition and published.areas]
    others = (MapScope.OTHERS, None)
    today[others] = other_people(shown).published(before=before.get(others), rule=plain)
    today[MapScope.EVERYONE, None] = together(today.values())
    return today


def people_by_condition() -> defaultdict[int, Crowd]:
    """For each published condition the people on the map."""
    rows = (
        MemberCondition.objects.filter(member__is_active=True, condition__is_published=True)
        .filter(member__map_presence__isnull=False)
        .values_list("condition_id", "member__map_presence__country", "member__map_presence__region", "relation")
        .annotate(people=Count("pk"), named=Count("pk", filter=IS_NAMED))
        .order_by()
    )
    found: defaultdict[int, Crowd] = defaultdict(Crowd)
    for condition, country, region, relation, people, named in rows:
        found[condition].add(country, region, ROLE_OF[relation], Tally(people, named))
    return found


def other_people(shown: Iterable[int]) -> Crowd:
    """People on the map who belong to none of the conditions that have a map."""
    belonging = MemberCondition.objects.filter(condition__in=list(shown)).values("member")
    rows = (
        MapPresence.objects.filter(member__is_active=True)
        .exclude(member__in=belonging)
        .values_list("country", "region")
        .annotate(people=Count("pk"))
        .order_by()
    )
    found = Crowd()
    for country, region, people in rows:
        found.add(country, region, "", Tally(people))
    return found


def put_published(row: MapCount, published: Published) -> bool:
    """Writes into a row what may be shown, and says whether that is something new."""
    areas, roles = rows_of(published.areas), {role: rows_of(parts) for role, parts in published.roles.items()}
    regions = rows_of(published.regions)
    is_new = row.pk is None or (row.areas, row.roles, row.regions) != (areas, roles, regions)
    row.areas, row.roles, row.regions, row.total = areas, roles, regions, published.total
    row.near = circles_svg(clusters(published.areas, scale="near"), scale="near")
    row.far = circles_svg(clusters(published.areas, scale="far"), scale="far")
    return is_new


def published_of(row: MapCount) -> Published:
    """What a row says may be shown."""
    roles = {role: areas_of(parts) for role, parts in row.roles.items()}
    return Published(areas_of(row.areas), roles, areas_of(row.regions))


def rows_of(areas: Iterable[Area]) -> list[list[str | int]]:
    return [[area.code, area.kind, area.count] for area in areas]


def areas_of(rows: Iterable[Iterable[object]]) -> tuple[Area, ...]:
    """The areas as a row stores them."""
    return tuple(Area(*row) for row in rows)  # type: ignore[arg-type]
