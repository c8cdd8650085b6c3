"""Just enough TopoJSON to read the shapes of world-atlas.

Format: https://github.com/topojson/topojson-specification. A topology keeps each line once, as an "arc" of small
integer steps; shapes are lists of arcs, where ~n means arc n backwards.
"""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

type Point = tuple[float, float]
type Ring = list[Point]
type Json = dict[str, Any]


def rings(topology: Json, shape: Json) -> Iterator[Ring]:
    """The closed lines of a Polygon, a MultiPolygon or a collection of them, holes too, as degrees.

    Longitudes run on without a jump, so a ring over the antimeridian passes 180 (or -180). Holes turn the other way.
    """
    match shape["type"]:
        case "Polygon":
            polygons = [shape["arcs"]]
        case "MultiPolygon":
            polygons = shape["arcs"]
        case _:
            for part in shape["geometries"]:
                yield from rings(topology, part)
            return
    for polygon in polygons:
        for arcs in polygon:
            yield _without_jumps([point for arc in arcs for point in _arc(topology, arc)[1:]])


def twice_signed_area(ring: Ring) -> float:
    """The shoelace formula, before halving: the sign tells which way the ring turns."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))


def _arc(topology: Json, number: int) -> Ring:
    if number < 0:
        return _arc(topology, ~number)[::-1]
    (scale_x, scale_y), (start_x, start_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    steps = topology["arcs"][number]
    xs, ys = accumulate(step[0] for step in steps), accumulate(step[1] for step in steps)
    return [(x * scale_x + start_x, y * scale_y + start_y) for x, y in zip(xs, ys, strict=True)]


def _without_jumps(ring: Ring) -> Ring:
    turns = 0
    unwrapped = ring[:1]
    for (before, _), (longitude, latitude) in pairwise(ring):
        turns += (before - longitude > 180) - (longitude - before > 180)
        unwrapped.append((longitude + 360 * turns, latitude))
    return unwrapped
