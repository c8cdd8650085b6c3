"""Which numbers of the map may be published: pure. No database, no request, no Django.

The caller counts people per country and role and hands in what was published the last time; what comes out may be
shown to anyone. The rule, with `k` for the smallest number that may be shown (docs/decisions/0038):

1. **Every published number is a multiple of `k`**, and so is every sum and difference of published numbers: none is
   1 to `k - 1`. A number is that of its people, rounded to the nearest multiple, and never below `k` people.
2. **It stays as it is until at least `k` people more joined than left, or left than joined**, so no single person
   changes a page, and two days compared tell of a group or of nothing.
3. **Areas do not overlap.** A country that is not shown goes into its continent, a continent that is not shown into
   the world, and the roles of people are only told inside of an area that is shown. All other numbers are sums of
   these: a total, a continent, a role, all conditions. Thus filters can be compared and say nothing more.
4. **What is hidden stays hidden.** A number for several hidden parts is shown only as high as leaves each of them
   possibly empty. That is complementary suppression: nobody can subtract the shown parts and find the last one.
5. Members who show themselves by name to other members are no disguise: where there are others, they are `k` or more.
6. **Regions are parts of a country that is shown**, told beside its roles and never crossed with them (decision 0052).
   A region is told where the country's number is `k` or more above it, so that being in the country does not say
   where. All others there are one part, whether their region is small or unsaid: told as `k` or more, or possibly none.

A part is never said to be empty or almost empty: both are left out alike.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from members.places import CONTINENT_CENTRES, continent, countries_of

type Kind = Literal["country", "continent", "world", "region"]
type Place = tuple[Kind, str]

INHABITED = tuple(code for code in CONTINENT_CENTRES if code != "AN")
"""Continents where people can be presumed to live: an empty one hides nobody."""


@dataclass(frozen=True)
class Area:
    """A number on the map. `code` is a country's ISO alpha-2 code for "country"; for "continent" it is AF, AS, EU …
    and means those of its people whose country is not shown; for "world" it is empty, and means the same of all. A
    "region" is one such as DE-BY, or as DE those elsewhere in the country together with those who told none.
    """

    code: str
    kind: Kind
    count: int

    @property
    def continent(self) -> str:
        """The continent this area is in, empty for the world."""
        return continent(self.country) if self.country else self.code

    @property
    def country(self) -> str:
        """The country that this area is or is in, empty for a wider one."""
        return self.code[:2] if self.kind in ("country", "region") else ""


@dataclass(frozen=True)
class Tally:
    """The people of one part; `named` are those of them whom other members can see there by name."""

    people: int = 0
    named: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.people + other.people, self.named + other.named)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.people - other.people, self.named - other.named)

    @property
    def is_possible(self) -> bool:
        return self.people >= self.named >= 0


@dataclass(frozen=True)
class Published:
    """All that may be said about where some members are: whole areas, for each role the part of each area, and apart
    from that the regions of countries.
    """

    areas: tuple[Area, ...] = ()
    roles: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    regions: tuple[Area, ...] = ()

    @property
    def total(self) -> int:
        """People in the areas. Show this one: the exact number would tell how many are hidden."""
        return sum(area.count for area in self.areas)

    def count(self, place: Place, role: str = "") -> int:
        areas = self.roles.get(role, ()) if role else (*self.areas, *self.regions)
        return next((area.count for area in areas if (area.kind, area.code) == place), 0)


@dataclass(frozen=True)
class Rule:
    """The rule for `k` = `minimum`, and for this number of roles: 0 where people are not told apart by role."""

    minimum: int
    roles: int = 0

    def rounded(self, people: int) -> int:
        """The nearest multiple, upward from the middle; nothing below the minimum."""
        k = self.minimum
        return 0 if people < k else k * ((2 * people + k) // (2 * k))

    def lowest(self, shown: int) -> int:
        """The fewest people that are shown as this number."""
        return max(self.minimum, shown - self.minimum // 2) if shown else 0

    def highest(self, shown: int) -> int:
        """The most people that are shown as this number."""
        return shown + (self.minimum - 1) // 2 if shown else self.minimum - 1

    def has_moved(self, before: int, people: int) -> bool:
        """Whether at least `minimum` people came or went since this number was right."""
        if not before:
            return people >= self.minimum
        return people >= self.highest(before) + self.minimum or people <= self.lowest(before) - self.minimum

    def step(self, before: int, now: Tally, *, parts: int = 0) -> int:
        """The number of today; `parts` is how many hidden parts it sums up, none of which it may give away."""
        shown = before
        if self.has_moved(before, now.people):
            others = now.people - now.named
            shown = 0 if 0 < others < self.minimum else self.rounded(now.people)
        while parts and shown and self.tells_of_one(self.lowest(shown), parts):
            shown -= self.minimum
        return shown

    def tells_of_one(self, people: int, parts: int) -> bool:
        """Whether a sum over hidden parts, each with at most `minimum - 1` people, leaves none of them empty."""
        return people > (self.minimum - 1) * (parts - 1)

    def role_counts(self, whole: int, before: Mapping[str, int], now: Mapping[str, Tally]) -> dict[str, int]:
        """The roles of an area's people, as far as none that is hidden can be found by subtracting."""
        counts = {role: self.step(before.get(role, 0), tally) for role, tally in now.items()}
        counts = {role: count for role, count in sorted(counts.items()) if count}
        while counts and len(counts) < self.roles:
            rest = self.lowest(whole) - sum(map(self.highest, counts.values()))
            if not self.tells_of_one(rest, self.roles - len(counts)):
                break
            del counts[smallest(counts)]
        return counts

    def region_counts(
        self, whole: int, everyone: Tally, before: Mapping[str, int], now: Mapping[str, Tally], rest: str
    ) -> dict[str, int]:
        """The regions of a country, whose `everyone` is shown as `whole`, and as `rest` those who are in none of these.

        Where the others are too few to be told, so many regions are left out that there may be no others.
        """
        counts = {region: self.step(before.get(region, 0), now[region]) for region in sorted(now)}
        counts = {region: count for region, count in counts.items() if 0 < count <= whole - self.minimum}
        while counts:
            others = everyone - sum((now[region] for region in counts), Tally())
            elsewhere = self.step(before.get(rest, 0), others)
            if elsewhere:
                return counts | {rest: elsewhere}
            if not self.tells_of_one(self.lowest(whole) - sum(map(self.highest, counts.values())), 1):
                break
            del counts[smallest(counts)]
        return counts


def smallest(counts: Mapping[str, int]) -> str:
    return min(counts, key=lambda part: (counts[part], part))


type Roles = Mapping[str, Tally]


def publish(
    people: Mapping[str, Roles], *, before: Published, rule: Rule, regions: Mapping[str, Tally] | None = None
) -> Published:
    """What may be shown of `people`, per country (ISO alpha-2) and role, after `before` was shown the last time.

    `regions` says the same people over again: per region (such as DE-BY), without those who told none. The largest area
    comes first, equals by code. Raises `ValueError` for a negative number, for more people in regions than in their
    country, or for a minimum below 2, and `KeyError` for an unknown country.
    """
    by_country = _by_country(regions or {})
    _check(people, by_country, rule)
    drawn = _Drawn(before, rule, by_country)
    hidden = {code: roles for code, roles in people.items() if not drawn.add(("country", code), roles)}
    for code in {area.code for area in before.areas if area.kind == "country"} - people.keys():
        drawn.add(("country", code), {})
    drawn.add_wider(hidden)
    return drawn.published()


def _by_country(regions: Mapping[str, Tally]) -> dict[str, dict[str, Tally]]:
    found: dict[str, dict[str, Tally]] = {}
    for region, tally in regions.items():
        found.setdefault(region[:2], {})[region] = tally
    return found


def _check(people: Mapping[str, Roles], regions: Mapping[str, Mapping[str, Tally]], rule: Rule) -> None:
    if rule.minimum < 2:
        raise ValueError(f"The minimum is {rule.minimum}; it must be at least 2.")
    parts = [*people.values(), *regions.values()]
    if not all(tally.is_possible for tallies in parts for tally in tallies.values()):
        raise ValueError("A country has a negative number of people.")
    for country, its in regions.items():
        if not (sum(people.get(country, {}).values(), Tally()) - sum(its.values(), Tally())).is_possible:
            raise ValueError("A country has fewer people than its regions.")
    for country in people:
        continent(country)


class _Drawn:
    """The areas of today while they are found; `told` are the people of each country who told their region."""

    def __init__(self, before: Published, rule: Rule, told: Mapping[str, Mapping[str, Tally]]) -> None:
        self.before, self.rule, self.told = before, rule, told
        self.areas: list[Area] = []
        self.regions: list[Area] = []
        self.roles: dict[str, list[Area]] = {}

    def add(self, place: Place, roles: Roles, *, parts: int = 0) -> bool:
        """Adds an area with its roles, if it may be shown."""
        kind, code = place
        whole = sum(roles.values(), Tally())
        if self.rule.roles and all(tally.people < self.rule.minimum for tally in roles.values()):
            parts = min(parts or self.rule.roles, self.rule.roles)
        count = self.rule.step(self.before.count(place), whole, parts=parts)
        if not count:
            return False
        self.areas.append(Area(code, kind, count))
        earlier = {role: self.before.count(place, role) for role in roles} if self.rule.roles else {}
        shown = self.rule.role_counts(count, earlier, roles) if self.rule.roles else {}
        for role, part in shown.items():
            self.roles.setdefault(role, []).append(Area(code, kind, part))
        if kind == "country":
            self.add_regions(code, count, whole)
        return True

    def add_regions(self, country: str, count: int, everyone: Tally) -> None:
        """Adds the regions of a country that is shown, as far as they may be."""
        earlier = {area.code: area.count for area in self.before.regions if area.country == country}
        now = dict.fromkeys(earlier.keys() - {country}, Tally()) | dict(self.told.get(country, {}))
        shown = self.rule.region_counts(count, everyone, earlier, now, rest=country)
        self.regions += [Area(region, "region", part) for region, part in shown.items()]

    def add_wider(self, hidden: Mapping[str, Roles]) -> None:
        """Adds the continents' people whose country is not shown, and then those whose continent is not either."""
        shown = {area.code for area in self.areas}
        left: list[Roles] = []
        for code in CONTINENT_CENTRES:
            countries = countries_of(code) - shown
            roles = summed(hidden[country] for country in sorted(countries & hidden.keys()))
            if not self.add(("continent", code), roles, parts=len(countries) or 1):
                left.append(roles)
        continents = {area.code for area in self.areas if area.kind == "continent"}
        self.add(("world", ""), summed(left), parts=max(1, len(set(INHABITED) - continents)))

    def published(self) -> Published:
        roles = {role: in_order(areas) for role, areas in sorted(self.roles.items())}
        return Published(in_order(self.areas), roles, in_order(self.regions))


def summed(several: Iterable[Roles]) -> dict[str, Tally]:
    """The roles of several countries together."""
    total: dict[str, Tally] = {}
    for roles in several:
        for role, tally in roles.items():
            total[role] = total.get(role, Tally()) + tally
    return total


def together(several: Collection[Published]) -> Published:
    """The areas of several conditions added up, each person once for each of them; nothing that was not published.

    Where one condition tells regions of a country, the people of another that does not are elsewhere in it.
    """
    with_regions = {area.country for published in several for area in published.regions}
    regions: list[Area] = []
    for published in several:
        elsewhere = with_regions - {area.country for area in published.regions}
        regions += published.regions
        regions += [Area(area.code, "region", area.count) for area in published.areas if area.country in elsewhere]
    return Published(_added_up(area for published in several for area in published.areas), {}, _added_up(regions))


def _added_up(areas: Iterable[Area]) -> tuple[Area, ...]:
    counts: dict[Place, int] = {}
    for area in areas:
        counts[area.kind, area.code] = counts.get((area.kind, area.code), 0) + area.count
    return in_order(Area(code, kind, count) for (kind, code), count in counts.items())


def in_order(areas: Iterable[Area]) -> tuple[Area, ...]:
    """Largest first, equals by code."""
    return tuple(sorted(areas, key=largest_first))


def largest_first(area: Area) -> tuple[int, str, str]:
    return -area.count, area.code, area.kind
