"""Every number of the map has its place."""

import math
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django_countries.data import COUNTRIES
from hypothesis import assume, given
from hypothesis import strategies as st

from members.areas import Area
from members.map import (
    HEIGHT,
    NORTH,
    SOUTH,
    VIEW_BOX,
    WIDTH,
    circles_svg,
    clusters,
    frame_of,
    project,
)
from members.places import CONTINENT_CENTRES, countries_of, position

LAND = Path(__file__).parents[2] / "static" / "img" / "land.svg"

ALL_COUNTRIES = sorted({*COUNTRIES, "XK"})

areas_of_a_map = st.dictionaries(st.sampled_from(ALL_COUNTRIES), st.integers(1, 3_000), max_size=40).map(
    lambda counts: [Area(code, "country", count) for code, count in counts.items()]
)
rests = st.lists(st.sampled_from(sorted(CONTINENT_CENTRES)), unique=True).map(
    lambda codes: [Area(code, "continent", 10) for code in codes] + [Area("", "world", 15)]
)
published_areas = st.builds(list.__add__, areas_of_a_map, rests)


# Where it stands


def test_projection_has_the_proportions_of_the_paper():
    """Equal Earth: the pole is a line 0.59247 times as long as the equator, the map 0.48671 times as high as wide."""
    (left, north), (right, _), (_, south) = project(-180, 90), project(180, 90), project(0, -90)
    assert (right - left) / WIDTH == pytest.approx(0.59247, abs=1e-5)
    assert (south - north) / WIDTH == pytest.approx(0.48671, abs=1e-5)


def test_projection_fills_the_view_box():
    assert project(-180, 0)[0] == pytest.approx(0)
    assert project(180, 0)[0] == pytest.approx(WIDTH)
    assert project(0, NORTH)[1] == pytest.approx(0)
    assert project(0, SOUTH)[1] == pytest.approx(HEIGHT, abs=0.5)


@given(st.floats(-179, 179), st.floats(-85, 85))
def test_projection_keeps_areas(longitude, latitude):
    """The map's area of a small square, divided by its true one, is the same everywhere."""
    half = 0.01
    (x1, y1), (x2, y2) = project(longitude - half, latitude), project(longitude + half, latitude)
    (x3, y3), (x4, y4) = project(longitude, latitude - half), project(longitude, latitude + half)
    on_map = abs((x2 - x1) * (y4 - y3) - (x4 - x3) * (y2 - y1))
    per_unit_of_globe = on_map / (math.radians(2 * half) ** 2 * math.cos(math.radians(latitude)))
    assert per_unit_of_globe == pytest.approx((WIDTH / (2 * 2.7066299837)) ** 2, rel=1e-4)


@pytest.mark.parametrize("point", [(181, 0), (0, -91), (math.nan, 0)])
def test_projection_refuses_what_is_not_on_the_globe(point):
    with pytest.raises(ValueError, match="degrees"):
        project(*point)


scales = st.sampled_from(["near", "far"])


@given(published_areas, scales)
def test_circles_hold_every_placed_area_once(areas, scale):
    circles = clusters(areas, scale=scale)
    placed = [area for circle in circles for area in circle.areas]
    assert sorted(placed, key=repr) == sorted((area for area in areas if area.kind != "world"), key=repr)
    assert all(circle.count == sum(area.count for area in circle.areas) for circle in circles)


frames = st.sampled_from(["", *sorted(CONTINENT_CENTRES)]).map(frame_of)


@given(published_areas, scales, frames)
def test_circles_stay_apart_and_on_the_map(areas, scale, frame):
    circles = clusters(areas, scale=scale, frame=frame)
    for circle in circles:
        assert circle.r <= circle.x <= WIDTH - circle.r
        assert circle.r <= circle.y <= frame.height - circle.r
    for one, other in combinations(circles, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= one.r + other.r


@given(published_areas, scales)
def test_circles_come_largest_first_and_name_their_largest_area_first(areas, scale):
    circles = clusters(areas, scale=scale)
    for numbers in [
        [circle.count for circle in circles],
        *([area.count for area in circle.areas] for circle in circles),
    ]:
        assert numbers == sorted(numbers, reverse=True)


def test_a_lonely_country_stands_at_its_place():
    (circle,) = clusters([Area("BR", "country", 40)], scale="near")
    assert (circle.x, circle.y) == pytest.approx(project(-53.1, -10.8), abs=0.5)


def test_neighbours_that_overlap_become_one_circle_nearer_to_the_larger():
    (circle,) = clusters([Area("BE", "country", 10), Area("NL", "country", 90)], scale="near")
    (belgium,), (netherlands,) = (clusters([Area(code, "country", 10)], scale="near") for code in ("BE", "NL"))
    assert circle.count == 100
    assert [area.code for area in circle.areas] == ["NL", "BE"]
    assert math.dist((circle.x, circle.y), (netherlands.x, netherlands.y)) < math.dist(
        (circle.x, circle.y), (belgium.x, belgium.y)
    )


def test_far_circles_are_continents_even_when_they_are_large():
    areas = [Area(code, "country", 10_000) for code in ("ES", "DE", "KE", "IN", "US", "BR", "AU")]
    circles = clusters(areas, scale="far")
    assert [len(circle.areas) for circle in circles] == [2, 1, 1, 1, 1, 1]


def test_a_far_place_at_the_edge_stays_on_the_map():
    for country in ("AQ", "TV", "WS"):
        (circle,) = clusters([Area(country, "country", 5)], scale="near")
        assert 0 <= circle.x - circle.r <= WIDTH - 2 * circle.r
        assert 0 <= circle.y - circle.r <= HEIGHT - 2 * circle.r


def test_the_smallest_circle_can_be_touched():
    """24 CSS pixels (WCAG 2.5.8), in a map 600 pixels wide and, on phones, 290."""
    for scale, pixels in (("near", 600), ("far", 290)):
        (circle,) = clusters([Area("BR", "country", 5)], scale=scale)
        assert 2 * circle.r * pixels / WIDTH >= 24


@given(st.lists(st.sampled_from(sorted(CONTINENT_CENTRES)), min_size=1, unique=True))
def test_other_places_of_a_continent_stand_in_it(codes):
    circles = clusters([Area(code, "continent", 5) for code in codes], scale="near")
    assume(len(circles) == len(codes))
    for circle in circles:
        x, y = project(*CONTINENT_CENTRES[circle.areas[0].code])
        assert math.dist((circle.x, circle.y), (x, min(y, HEIGHT - circle.r))) < 1


# A continent by itself


@pytest.mark.parametrize("code", sorted(set(CONTINENT_CENTRES) - {"AN"}))
def test_most_countries_of_a_continent_stand_on_its_part_of_the_map(code):
    frame = frame_of(code)
    places = [frame.place(*position(country)) for country in countries_of(code)]
    inside = [(x, y) for x, y in places if 0 <= x <= WIDTH and 0 <= y <= frame.height]
    assert len(inside) >= 0.6 * len(places)
    assert 200 <= frame.height <= 1500


def test_part_of_the_map_shows_the_land_where_its_circles_stand():
    frame = frame_of("EU")
    x, y = project(10.0, 50.0)
    assert frame.place(10.0, 50.0) == pytest.approx(
        (frame.land["x"] + x * frame.zoom, frame.land["y"] + y * frame.zoom), abs=1
    )


def test_on_its_own_map_a_country_stands_alone_on_phones_too():
    areas = [Area("ES", "country", 10), Area("FI", "country", 10)]
    assert len(clusters(areas, scale="far", frame=frame_of("EU"))) == 2
    assert len(clusters(areas, scale="far")) == 1


def test_circle_that_leads_somewhere_says_where():
    circles = clusters([Area("ES", "country", 10)], scale="near")
    svg = circles_svg(circles, scale="near", links=[("?in=europe", "Spain & more: 10")])
    assert svg.startswith('<a href="?in=europe" aria-label="Spain &amp; more: 10"><circle ')
    assert svg.endswith(">10</text></a>")


# The land beneath


def test_land_is_a_small_symbol_that_fits_the_map_and_has_no_colour_of_its_own():
    assert LAND.stat().st_size <= 7_500
    (symbol,) = ElementTree.fromstring(LAND.read_text())
    assert symbol.attrib == {"id": "land", "viewBox": VIEW_BOX}
    (path,) = symbol
    assert list(path.attrib) == ["d"]


def test_land_stays_on_the_map_and_no_line_runs_across_it():
    d = re.search(r' d="([^"]+)"', LAND.read_text())[1]
    for start, steps in re.findall(r"M([^l]+)l([^z]+)z", d):
        x, y = map(int, start.split())
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT
            assert math.hypot(dx, dy) < WIDTH / 5
