"""Draw the land of the world as one small SVG symbol, for the map of members.

    python -m scripts.build_land INPUT_TOPOJSON static/img/land.svg

The input is `land-110m.json` of the npm package world-atlas (ISC licence; the data, Natural Earth, is in the public
domain). Land only, without borders: a health site takes no side in border disputes. Projection and view box are
those of `members.map`. The path has no fill of its own: it takes the one of the page's CSS.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from members.map import SOUTH, VIEW_BOX, project
from scripts.topojson import Ring, rings, twice_signed_area

DETAIL = 7
"""Twice the area, in square map units, of the smallest bump that a coast keeps."""

SMALLEST_ISLAND = 12
"""Twice the area, in square map units, of the smallest island that is drawn."""


def land_path(topology: dict) -> str:
    """The whole land as the `d` of one path."""
    lines = []
    for ring in rings(topology, topology["objects"]["land"]):
        if max(latitude for _, latitude in ring) < SOUTH:
            continue  # Antarctica
        for piece in cut_at_antimeridian(ring):
            shape: Ring = [(round(x), round(y)) for x, y in (project(*point) for point in piece)]
            if abs(twice_signed_area(shape)) >= SMALLEST_ISLAND:
                lines.append(path_of(simplified(shape)))
    return "".join(lines)


def cut_at_antimeridian(ring: Ring) -> Iterator[Ring]:
    """The parts of a ring on the map: what lies east of 180 comes back at -180, and the other way round."""
    for turn in (-360, 0, 360):
        piece = [(longitude + turn, latitude) for longitude, latitude in ring]
        for side in (1, -1):
            piece = west_of_180([(side * longitude, latitude) for longitude, latitude in piece])
            piece = [(side * longitude, latitude) for longitude, latitude in piece]
        if piece:
            yield piece


def west_of_180(ring: Ring) -> Ring:
    """The part of a ring with longitudes up to 180 (one step of the Sutherland-Hodgman clipping algorithm)."""
    kept = []
    for (x1, y1), (x2, y2) in zip(ring[-1:] + ring[:-1], ring, strict=True):
        if (x1 <= 180) != (x2 <= 180):
            kept.append((180.0, y1 + (y2 - y1) * (180 - x1) / (x2 - x1)))
        if x2 <= 180:
            kept.append((x2, y2))
    return kept


def simplified(ring: Ring) -> Ring:
    """Visvalingam's way: drop the point that changes the shape least, until every point left matters."""
    ring = list(ring)
    while len(ring) > 3:
        bumps = [
            abs(twice_signed_area([before, point, after]))
            for before, point, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True)
        ]
        least = min(range(len(ring)), key=bumps.__getitem__)
        if bumps[least] >= DETAIL:
            break
        del ring[least]
    return ring


def path_of(ring: Ring) -> str:
    """A closed path of whole numbers, as short as SVG allows: one absolute point, then steps."""
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)]
    start_x, start_y = ring[0]
    return f"M{start_x} {start_y}l{' '.join(f'{dx} {dy}' for dx, dy in steps)}z".replace(" -", "-")


def main(source: str, target: str) -> None:
    path = land_path(json.loads(Path(source).read_text(encoding="utf-8")))
    Path(target).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><!-- Natural Earth, public domain. Made by scripts/build_land.py -->'
        f'<symbol id="land" viewBox="{VIEW_BOX}"><path d="{path}"/></symbol></svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
