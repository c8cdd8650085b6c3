"""The world map of members: which numbers may be published, and where their circles stand.

Pure: no database, no request, no Django. The caller counts the members of one condition per country and hands the
numbers in; the page shows what comes out. The only other input is the fixed table of countries in `members.places`.

Nobody may be singled out, so no published number, and no difference of published numbers, is about fewer than
`minimum` people. The rule is told in `publishable_areas`.

The map is an SVG of `WIDTH` by `HEIGHT` units in the Equal Earth projection: `project` turns degrees into units.
`scripts/build_land.py` draws the land with the same function, so that circles and coasts agree.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from members.places import CONTINENT_CENTRES, continent, countries_of, position

type Kind = Literal["country", "continent", "world"]
type Scale = Literal["near", "far"]


@dataclass(frozen=True)
class Area:
    """One line of the table beside the map.

    `code` is a country's ISO alpha-2 code for "country"; for "continent" it is AF, AS, EU … and means *other places*
    in that continent; for "world" it is empty and means *other places*, anywhere.
    `count` is a number of people. None means "fewer than the minimum", and only the world can have it.
    """

    code: str
    kind: Kind
    count: int | None

    @property
    def continent(self) -> str:
        """The continent this area is in, empty for the world."""
        return continent(self.code) if self.kind == "country" else self.code


@dataclass(frozen=True)
class Published:
    """All that may be said about where the members of one condition are."""

    areas: tuple[Area, ...]

    @property
    def total(self) -> int:
        """People in the areas that have a number. This is the total to show: never the exact total (see below)."""
        return sum(area.count or 0 for area in self.areas)

    @property
    def has_uncounted(self) -> bool:
        """Whether to add "and fewer than {minimum} elsewhere" to the total."""
        return any(area.count is None for area in self.areas)


def publishable_areas(counts: Mapping[str, int], *, minimum: int) -> Published:
    """What may be published of `counts`, people per country (ISO alpha-2), as groups of at least `minimum` people.

    1. A country with at least `minimum` people stands alone.
    2. The other countries of a continent become one area, "other places in Africa", with at least `minimum` people.
       If they are fewer, they go to step 3. They also do if every country left over must hold `minimum - 1`, the
       most a hidden country can: then the sum would tell each one's number.
    3. What is left of all continents becomes one area, "other places". With fewer than `minimum` people its count
       is None: "fewer than 5".
    4. The total is the sum of the published counts, so that subtracting them from it leaves nothing. It equals the
       exact total, unless "other places" has no count. **Then never publish the exact total of these counts
       elsewhere** (home page, condition page, API): take `Published.total` there too.

    The rule is about one set of counts. Two overlapping sets, such as one condition and all conditions, can still
    differ by a few people in a country: who publishes both must compare them too.

    The largest area comes first, equals by code; an area without a count comes last. Countries with nobody are
    left out. Raises `ValueError` for a negative count or a minimum below 1, `KeyError` for an unknown country.
    """
    if minimum < 1:
        raise ValueError(f"The minimum is {minimum}; it must be at least 1.")
    if any(count < 0 for count in counts.values()):
        raise ValueError("A country has a negative number of people.")

    countries = {country: count for country, count in counts.items() if count >= minimum}
    leftovers: Counter[str] = Counter()
    for country, count in counts.items():
        if country not in countries:
            leftovers[continent(country)] += count

    continents = {
        code: count
        for code, count in leftovers.items()
        if minimum <= count < (minimum - 1) * len(countries_of(code) - countries.keys())
    }
    elsewhere = leftovers.total() - sum(continents.values())

    areas = [Area(code, "country", count) for code, count in countries.items()]
    areas += [Area(code, "continent", count) for code, count in continents.items()]
    if elsewhere:
        areas.append(Area("", "world", elsewhere if elsewhere >= minimum else None))
    return Published(tuple(sorted(areas, key=_largest_first)))


def _largest_first(area: Area) -> tuple[int, str, str]:
    return -(area.count or 0), area.code, area.kind


# Equal Earth: Bojan Šavrič, Tom Patterson, Bernhard Jenny (2018), "The Equal Earth map projection",
# International Journal of Geographical Information Science, doi:10.1080/13658816.2018.1504949.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def _equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to the plane of a unit sphere, y to the north: the paper's formula for θ, x and y."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    stretch = _A1 + 3 * _A2 * theta**2 + 7 * _A3 * theta**6 + 9 * _A4 * theta**8
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * stretch)
    y = _A1 * theta + _A2 * theta**3 + _A3 * theta**7 + _A4 * theta**9
    return x, y


NORTH, SOUTH = 84, -57
"""The parallels, in degrees, between which the map is drawn: all land but Antarctica."""

WIDTH = 1000
_UNIT = WIDTH / (2 * _equal_earth(180, 0)[0])
_TOP = _equal_earth(0, NORTH)[1]
HEIGHT = round((_TOP - _equal_earth(0, SOUTH)[1]) * _UNIT)
VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to map units: x from the left, y from the top. What lies beyond `NORTH` or `SOUTH` falls off the map.

    Raises `ValueError` if the point is not on the globe (±180, ±90).
    """
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(f"({longitude}, {latitude}) is not a longitude and a latitude in degrees.")
    x, y = _equal_earth(longitude, latitude)
    return WIDTH / 2 + x * _UNIT, (_TOP - y) * _UNIT


_RADIUS = {"near": (15, 8), "far": (36, 10)}
"""Radius of one person's circle, and what ten times more people add, in map units. Big enough to touch: a circle of
five people is 24 CSS pixels wide in a map of 600 pixels (near) and of 290 pixels (far)."""

_GAP = 2
"""Circles closer than this many map units become one."""


@dataclass(frozen=True)
class Circle:
    """A number on the map. `areas` are the lines it sums up, largest first.

    `x`, `y` and `r` are whole map units: a template in any language prints them as SVG reads them.
    """

    x: int
    y: int
    r: int
    count: int
    areas: tuple[Area, ...]

    @classmethod
    def around(cls, x: float, y: float, areas: tuple[Area, ...], scale: Scale) -> "Circle":
        """A circle as large as its count asks for, moved inward where it would leave the map."""
        count = sum(area.count or 0 for area in areas)
        smallest, growth = _RADIUS[scale]
        r = int(smallest + growth * math.log10(count))
        return cls(min(max(round(x), r), WIDTH - r), min(max(round(y), r), HEIGHT - r), r, count, areas)

    def touches(self, other: "Circle") -> bool:
        return math.hypot(self.x - other.x, self.y - other.y) < self.r + other.r + _GAP

    def joined(self, other: "Circle", scale: Scale) -> "Circle":
        """Both as one: all their people, at the centre that the larger number pulls towards it."""
        count = self.count + other.count
        x = (self.x * self.count + other.x * other.count) / count
        y = (self.y * self.count + other.y * other.count) / count
        return Circle.around(x, y, tuple(sorted(self.areas + other.areas, key=_largest_first)), scale)


def clusters(areas: Iterable[Area], *, scale: Scale) -> list[Circle]:
    """The circles for published areas, largest first, none overlapping another.

    "near", for wide screens, starts from one circle per area. "far", for phones, starts from one per continent, and
    its circles are larger. Circles that overlap are joined until none do. Areas without a place (the world) or
    without people are not on the map: they are in the table only.
    """
    waiting = [
        Circle.around(*project(*_place(area, scale)), (area,), scale)
        for area in sorted(areas, key=_largest_first, reverse=True)
        if area.count and area.kind != "world"
    ]
    placed: list[Circle] = []
    while waiting:
        circle = waiting.pop()
        neighbour = next((other for other in placed if circle.touches(other)), None)
        if neighbour is None:
            placed.append(circle)
        else:
            placed.remove(neighbour)
            waiting.append(neighbour.joined(circle, scale))
    return sorted(placed, key=lambda circle: (-circle.count, circle.areas[0].code))


def _place(area: Area, scale: Scale) -> tuple[float, float]:
    if scale == "near" and area.kind == "country":
        return position(area.code)
    return CONTINENT_CENTRES[area.continent]


TEXT_SIZE: dict[Scale, int] = {"near": 19, "far": 35}
"""Height of a circle's number, in map units; the stylesheet has the same."""


def circles_svg(circles: Iterable[Circle], *, text_size: int) -> str:
    """The circles with their numbers, as SVG. A number stands a little below the centre, because its letters rise."""
    return "".join(
        f'<circle cx="{c.x:.0f}" cy="{c.y:.0f}" r="{c.r:.0f}"/>'
        f'<text x="{c.x:.0f}" y="{c.y + text_size * 0.35:.0f}">{c.count:d}</text>'
        for c in circles
    )
