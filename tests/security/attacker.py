"""Someone who reads every public number of the map and knows the rule by which it is made, the code included.

The attacker takes each number for fresh and each hidden part for smaller than the minimum, which is more than can be
known, and then finds for every group of people the fewest and the most that it can hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from members.areas import Published, Rule
from members.models import MapRole
from members.places import CONTINENT_CENTRES, countries_of
from members.regions import codes_of


@dataclass(frozen=True)
class Claim:
    """What the attacker says of a group: its countries, its roles and its regions (none for all), and how many people
    it holds. An empty region stands for those who told none."""

    countries: frozenset[str]
    roles: frozenset[str]
    least: int
    most: int
    regions: frozenset[str] = frozenset()

    def singles_out(self, minimum: int) -> bool:
        """Whether this is a group that surely has people, and surely too few. Where the fewest are more than the most,
        some hidden part is not small after all: roles are hidden with others too, and nothing is known of any one."""
        return 1 <= self.least <= self.most < minimum


def claims(published: Published, rule: Rule) -> Iterator[Claim]:
    """Every group whose size the numbers bound: areas, parts of areas, and roles and regions inside of areas."""
    few = rule.minimum - 1
    shown = {(area.kind, area.code): area.count for area in published.areas}
    countries = {code for kind, code in shown if kind == "country"}
    hidden = {code: frozenset(countries_of(code) - countries) for code in CONTINENT_CENTRES}
    for code in sorted(countries):
        yield from in_area(published, rule, ("country", code), frozenset({code}))
        yield from in_regions(published, rule, code)
    rest = [code for code in CONTINENT_CENTRES if ("continent", code) not in shown]
    for code, parts in hidden.items():
        if ("continent", code) in shown:
            yield from in_area(published, rule, ("continent", code), parts)
            yield from parts_of(rule, shown["continent", code], [frozenset({part}) for part in parts])
        else:
            yield Claim(parts, frozenset(), 0, few)
    everywhere = [hidden[code] for code in rest if code != "AN"]
    if whole := shown.get(("world", "")):
        yield from in_area(published, rule, ("world", ""), frozenset().union(*everywhere))
        yield from parts_of(rule, whole, everywhere)


def parts_of(rule: Rule, whole: int, parts: list[frozenset[str]]) -> Iterator[Claim]:
    """Hidden parts of a number: each has what the others, as full as they can be, leave over."""
    few = rule.minimum - 1
    for part in parts:
        yield Claim(part, frozenset(), rule.lowest(whole) - few * (len(parts) - 1), min(few, rule.highest(whole)))


def in_area(published: Published, rule: Rule, place, countries: frozenset[str]) -> Iterator[Claim]:
    """The area itself, its roles, and what is left of it when the roles that are shown are taken away."""
    few, whole = rule.minimum - 1, published.count(place)
    yield Claim(countries, frozenset(), rule.lowest(whole), rule.highest(whole))
    if not rule.roles:
        return
    told = {role: count for role in MapRole.values if (count := published.count(place, role))}
    quiet = frozenset(MapRole.values) - told.keys()
    for role, count in told.items():
        yield Claim(countries, frozenset({role}), rule.lowest(count), rule.highest(count))
    least = rule.lowest(whole) - sum(map(rule.highest, told.values()))
    most = rule.highest(whole) - sum(map(rule.lowest, told.values()))
    if quiet:
        yield Claim(countries, quiet, least, min(most, few * len(quiet)))
        for role in quiet:
            yield Claim(countries, frozenset({role}), least - few * (len(quiet) - 1), min(few, most))


def in_regions(published: Published, rule: Rule, country: str) -> Iterator[Claim]:
    """Each region that is told, all others, those who told none, everyone but these, and each of them crossed with a
    role. How many told no region is not bounded by anything, so nothing is known of a region that is hidden."""
    told = {area.code: area.count for area in published.regions if area.country == country}
    if not told:
        return
    few, whole, here = rule.minimum - 1, published.count(("country", country)), frozenset({country})
    everywhere = frozenset({*codes_of(country), ""})
    others = everywhere.difference(told)
    parts = {frozenset({code}): count for code, count in told.items() if code != country}
    lowest, highest, sizes = sizes_of(rule, whole, parts | {others: told.get(country, 0)})
    found = []
    for part, (least, most) in sizes.items():
        found.append(Claim(here, frozenset(), least, most, part))
        found.append(Claim(here, frozenset(), lowest - most, highest - least, everywhere - part))
    least, most = sizes[others]
    found.append(Claim(here, frozenset(), least - few * (len(others) - 1), most, frozenset({""})))
    yield from found
    roles = [claim for claim in in_area(published, rule, ("country", country), here) if claim.roles]
    for one in roles:
        for other in found:
            least = max(0, one.least) + max(0, other.least) - highest
            yield Claim(here, one.roles, least, min(one.most, other.most), other.regions)


type Size = tuple[int, int]


def sizes_of(rule: Rule, whole: int, parts: dict[frozenset[str], int]) -> tuple[int, int, dict[frozenset[str], Size]]:
    """The fewest and the most of a whole, and of each of its parts, which add up to it.

    Numbers are taken for fresh, unless they do not fit together then: some are old, and a group may have come or gone.
    """
    for age in (0, rule.minimum - 1):
        low, high = rule.lowest(whole) - age, rule.highest(whole) + age
        sizes = {part: (max(0, rule.lowest(count) - age), rule.highest(count) + age) for part, count in parts.items()}
        lows, highs = (sum(size[end] for size in sizes.values()) for end in (0, 1))
        fitting = {
            part: (max(least, low - (highs - most)), min(most, high - (lows - least)))
            for part, (least, most) in sizes.items()
        }
        if all(least <= most for least, most in fitting.values()):
            break
    return low, high, fitting
