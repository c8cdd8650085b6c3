"""The promise of the map: nobody is singled out, and every number has its place."""

import math
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django_countries.data import COUNTRIES
from hypothesis import assume, example, given
from hypothesis import strategies as st

from members.map import (
    HEIGHT,
    NORTH,
    SOUTH,
    VIEW_BOX,
    WIDTH,
    Area,
    clusters,
    project,
    publishable_areas,
)
from members.places import CONTINENT_CENTRES, continent, countries_of

LAND = Path(__file__).parents[2] / "static" / "img" / "land.svg"

ALL_COUNTRIES = sorted({*COUNTRIES, "XK"})
# Few people in most countries and many in some: this is where suppression has work to do. Some samples hold whole
# continents, the hardest case, since hardly a country is left to hide in.
few = st.integers(0, 6)
people = few | st.integers(0, 3_000)
somewhere = st.dictionaries(st.sampled_from(ALL_COUNTRIES), people, max_size=40)
all_over_a_continent = st.sampled_from(["AN", "SA", "OC"]).flatmap(
    lambda code: st.fixed_dictionaries(dict.fromkeys(sorted(countries_of(code)), few))
)
counts_of_people = somewhere | all_over_a_continent | st.builds(dict.__or__, somewhere, all_over_a_continent)
minimums = st.integers(2, 11)

SOUTH_AMERICA_BUT_TWO = dict.fromkeys(sorted(countries_of("SA"))[2:], 5)
TWO_OF_SOUTH_AMERICA = sorted(countries_of("SA"))[:2]


def published(counts, minimum=5):
    return [(area.kind, area.code, area.count) for area in publishable_areas(counts, minimum=minimum).areas]


# What is published


def test_a_country_with_enough_people_stands_alone():
    assert published({"ES": 5}) == [("country", "ES", 5)]


def test_small_countries_of_a_continent_become_one_area():
    assert published({"KE": 3, "UG": 2, "ES": 9}) == [("country", "ES", 9), ("continent", "AF", 5)]


def test_a_continent_with_too_few_left_over_goes_to_the_rest_of_the_world():
    assert published({"KE": 3, "PE": 4}) == [("world", "", 7)]


def test_the_last_few_people_are_not_counted():
    result = publishable_areas({"ES": 9, "KE": 4}, minimum=5)
    assert result.areas == (Area("ES", "country", 9), Area("", "world", None))
    assert result.total == 9
    assert result.has_uncounted


def test_when_everyone_is_counted_the_total_is_exact():
    result = publishable_areas({"ES": 9, "KE": 5}, minimum=5)
    assert result.total == 14
    assert not result.has_uncounted


def test_nobody_anywhere_is_an_empty_map():
    result = publishable_areas({"ES": 0}, minimum=5)
    assert (result.areas, result.total, result.has_uncounted) == ((), 0, False)


def test_a_rest_that_every_hidden_country_must_fill_to_the_brim_is_not_published():
    # All other countries of South America are public, so "8 elsewhere in South America" would mean 4 and 4.
    areas = published(SOUTH_AMERICA_BUT_TWO | dict.fromkeys(TWO_OF_SOUTH_AMERICA, 4))
    assert ("world", "", 8) in areas
    assert not [area for area in areas if area[0] == "continent"]


def test_the_continent_af_is_not_the_country_af():
    africa_and_afghanistan = publishable_areas({"KE": 3, "UG": 3, "AF": 6}, minimum=5).areas
    assert [(area.kind, area.continent) for area in africa_and_afghanistan] == [("continent", "AF"), ("country", "AS")]


@given(counts_of_people, minimums)
def test_no_published_count_is_about_too_few_people(counts, minimum):
    for area in publishable_areas(counts, minimum=minimum).areas:
        assert area.count is None or area.count >= minimum


@given(counts_of_people, minimums)
def test_only_the_rest_of_the_world_can_be_uncounted(counts, minimum):
    result = publishable_areas(counts, minimum=minimum)
    uncounted = [area.kind for area in result.areas if area.count is None]
    assert uncounted == (["world"] if result.has_uncounted else [])


@given(counts_of_people, minimums)
def test_no_difference_between_the_total_and_its_parts_is_about_too_few_people(counts, minimum):
    result = publishable_areas(counts, minimum=minimum)
    parts = [area.count for area in result.areas if area.count]
    # Take away as many parts as you like: what remains is the sum of the others, each of them large enough.
    remainder = result.total
    for part in parts:
        remainder -= part
        assert remainder == 0 or remainder >= minimum
    assert remainder == 0


@given(counts_of_people, minimums)
def test_the_total_misses_nobody_but_the_uncounted(counts, minimum):
    result = publishable_areas(counts, minimum=minimum)
    missing = sum(counts.values()) - result.total
    assert 0 < missing < minimum if result.has_uncounted else missing == 0


@given(st.dictionaries(st.sampled_from(ALL_COUNTRIES), st.integers(11, 3_000)), minimums)
def test_when_nothing_is_hidden_the_numbers_are_the_true_ones(counts, minimum):
    result = publishable_areas(counts, minimum=minimum)
    assert {area.code: area.count for area in result.areas} == counts
    assert result.total == sum(counts.values())


@given(counts_of_people, minimums)
def test_each_country_is_shown_alone_exactly_when_it_has_enough_people(counts, minimum):
    shown = {
        area.code: area.count for area in publishable_areas(counts, minimum=minimum).areas if area.kind == "country"
    }
    assert shown == {country: count for country, count in counts.items() if count >= minimum}


@given(counts_of_people, minimums)
@example({"KE": 4, "UG": 4}, 5)
@example({"KE": 4, "PE": 4}, 5)
@example({"KE": 4}, 5)
def test_a_hidden_country_could_have_another_number(counts, minimum):
    """Whoever reads the page cannot compute a hidden country: moving one person leads to the very same page.

    A continent where every hidden country is full has its own rule, and its own test above.
    """
    page = publishable_areas(counts, minimum=minimum)
    for hidden in [country for country, count in counts.items() if 0 < count < minimum]:
        if not is_full(continent(hidden), counts, minimum):
            truths = neighbours(counts, hidden, minimum)
            assert any(publishable_areas(truth, minimum=minimum) == page for truth in truths), hidden


def is_full(code, counts, minimum):
    return all(counts.get(country, 0) >= minimum - 1 for country in countries_of(code))


def neighbours(counts, hidden, minimum):
    """The same world with one person moved from the hidden country to another one that is hidden, or back."""
    same_continent_first = sorted(ALL_COUNTRIES, key=lambda country: continent(country) != continent(hidden))
    for other in same_continent_first:
        if other != hidden and counts.get(other, 0) < minimum:
            yield counts | {hidden: counts[hidden] - 1, other: counts.get(other, 0) + 1}
            if counts.get(other, 0) > 0:
                yield counts | {hidden: counts[hidden] + 1, other: counts[other] - 1}


@given(counts_of_people, minimums)
def test_the_largest_area_comes_first_then_the_code_and_the_uncounted_last(counts, minimum):
    areas = publishable_areas(counts, minimum=minimum).areas
    keys = [(area.count is None, -(area.count or 0), area.code) for area in areas]
    assert keys == sorted(keys)


@given(somewhere, st.randoms())
def test_the_order_of_the_input_does_not_matter(counts, random):
    shuffled = random.sample(sorted(counts.items()), len(counts))
    assert publishable_areas(dict(shuffled), minimum=5) == publishable_areas(counts, minimum=5)


def test_mistakes_are_refused():
    with pytest.raises(ValueError, match="minimum"):
        publishable_areas({}, minimum=0)
    with pytest.raises(ValueError, match="negative"):
        publishable_areas({"ES": -1}, minimum=5)
    with pytest.raises(KeyError):
        publishable_areas({"es": 1}, minimum=5)


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


@given(counts_of_people, scales)
def test_circles_hold_every_placed_area_once(counts, scale):
    areas = publishable_areas(counts, minimum=5).areas
    circles = clusters(areas, scale=scale)
    placed = [area for circle in circles for area in circle.areas]
    assert sorted(placed, key=repr) == sorted((area for area in areas if area.kind != "world"), key=repr)
    assert all(circle.count == sum(area.count for area in circle.areas) for circle in circles)


@given(counts_of_people, scales)
def test_circles_stay_apart_and_on_the_map(counts, scale):
    circles = clusters(publishable_areas(counts, minimum=5).areas, scale=scale)
    for circle in circles:
        assert circle.r <= circle.x <= WIDTH - circle.r
        assert circle.r <= circle.y <= HEIGHT - circle.r
    for one, other in combinations(circles, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= one.r + other.r


@given(somewhere, scales)
def test_circles_come_largest_first_and_name_their_largest_area_first(counts, scale):
    circles = clusters(publishable_areas(counts, minimum=5).areas, scale=scale)
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
