"""The world map of members as a drawing: where its circles stand.

Pure: no database, no request, no Django. The numbers are those that `members.areas` lets through; the only other input
is the fixed table of countries in `members.places`.

The map is an SVG of `WIDTH` by `HEIGHT` units in the Equal Earth projection: `project` turns degrees into units.
`scripts/build_land.py` draws the land with the same function, so that circles and coasts agree. A continent is a part
of the same drawing, see `Frame`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Literal

from members.areas import Area, largest_first
from members.places import CONTINENT_CENTRES, position

type Scale = Literal["near", "far"]

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


@dataclass(frozen=True)
class Frame:
    """A part of the map, drawn `WIDTH` units wide: `zoom` times as large, from its corner at `left` and `top`."""

    left: float = 0
    top: float = 0
    zoom: float = 1
    height: int = HEIGHT

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Degrees to units of the part."""
        x, y = project(longitude, latitude)
        return (x - self.left) * self.zoom, (y - self.top) * self.zoom

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.height}"

    @property
    def land(self) -> dict[str, int]:
        """Where the land stands in the part, as SVG's `use` reads it."""
        return {
            "x": round(-self.left * self.zoom),
            "y": round(-self.top * self.zoom),
            "width": round(WIDTH * self.zoom),
            "height": round(HEIGHT * self.zoom),
        }


WORLD = Frame()
_BOXES = {
    "AF": (-24, -36, 58, 38),
    "AS": (25, -11, 150, 72),
    "EU": (-25, 34, 50, 71),
    "NA": (-168, 7, -15, 83),
    "OC": (108, -49, 180, 20),
    "SA": (-93, -56, -30, 14),
}
"""The continents from west and south to east and north, in degrees, chosen by eye."""


@cache
def frame_of(continent: str) -> Frame:
    """The part of the map that holds a continent; for Antarctica, which is not on it, the whole."""
    if continent not in _BOXES:
        return WORLD
    west, south, east, north = _BOXES[continent]
    latitudes = {south, north, min(max(0, south), north)}
    points = [project(longitude, latitude) for longitude in (west, east) for latitude in latitudes]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    zoom = WIDTH / (right - left)
    return Frame(left, top, zoom, round((bottom - top) * zoom))


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
    def around(cls, x: float, y: float, areas: tuple[Area, ...], scale: Scale, frame: Frame) -> "Circle":
        """A circle as large as its count asks for, moved inward where it would leave the map."""
        count = sum(area.count for area in areas)
        smallest, growth = _RADIUS[scale]
        r = int(smallest + growth * math.log10(count))
        return cls(min(max(round(x), r), WIDTH - r), min(max(round(y), r), frame.height - r), r, count, areas)

    def touches(self, other: "Circle") -> bool:
        return math.hypot(self.x - other.x, self.y - other.y) < self.r + other.r + _GAP

    def joined(self, other: "Circle", scale: Scale, frame: Frame) -> "Circle":
        """Both as one: all their people, at the centre that the larger number pulls towards it."""
        count = self.count + other.count
        x = (self.x * self.count + other.x * other.count) / count
        y = (self.y * self.count + other.y * other.count) / count
        return Circle.around(x, y, tuple(sorted(self.areas + other.areas, key=largest_first)), scale, frame)


def clusters(areas: Iterable[Area], *, scale: Scale, frame: Frame = WORLD) -> list[Circle]:
    """The circles for published areas, largest first, none overlapping another.

    "near", for wide screens, starts from one circle per area. "far", for phones, has larger circles, and on the whole
    map starts from one per continent. Circles that overlap are joined until none do. The world's rest has no place: it
    is in the table only.
    """
    waiting = [
        Circle.around(*frame.place(*_place(area, scale, frame)), (area,), scale, frame)
        for area in sorted(areas, key=largest_first, reverse=True)
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
            waiting.append(neighbour.joined(circle, scale, frame))
    return sorted(placed, key=lambda circle: (-circle.count, circle.areas[0].code))


def _place(area: Area, scale: Scale, frame: Frame) -> tuple[float, float]:
    if area.kind == "country" and (scale == "near" or frame is not WORLD):
        return position(area.code)
    return CONTINENT_CENTRES[area.continent]


TEXT_SIZE: dict[Scale, int] = {"near": 19, "far": 35}
"""Height of a circle's number, in map units; the stylesheet has the same."""


def circles_svg(circles: Sequence[Circle], *, scale: Scale, links: Sequence[tuple[str, str]] = ()) -> str:
    """The circles with their numbers, as SVG; `links` holds an address and a name for each of them, or nothing.

    A number stands a little below the centre, because its letters rise.
    """
    lower = TEXT_SIZE[scale] * 0.35
    drawn = [
        f'<circle cx="{c.x}" cy="{c.y}" r="{c.r}"/><text x="{c.x}" y="{c.y + lower:.0f}">{c.count}</text>'
        for c in circles
    ]
    if not links:
        return "".join(drawn)
    return "".join(
        f'<a href="{escape(url)}" aria-label="{escape(name)}">{circle}</a>'
        for circle, (url, name) in zip(drawn, links, strict=True)
    )
