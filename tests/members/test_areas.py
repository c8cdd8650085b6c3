"""The promise of the map: nobody is singled out, not by subtracting, and not by looking again tomorrow."""

from itertools import zip_longest

import pytest
from django_countries.data import COUNTRIES
from hypothesis import example, given
from hypothesis import strategies as st

from members.areas import Area, Published, Rule, Tally, publish, together
from members.models import MapRole
from members.places import countries_of
from members.regions import codes_of
from tests.security.attacker import claims

ALL_COUNTRIES = sorted({*COUNTRIES, "XK"})
ROLES = MapRole.values
# Few people in most countries and many in some: this is where suppression has work to do. Some samples hold whole
# continents, the hardest case, since hardly a country is left to hide in.
few = st.integers(0, 6)
people = few | st.integers(0, 300)
roles = st.dictionaries(st.sampled_from(ROLES), people, max_size=6)
somewhere = st.dictionaries(st.sampled_from(ALL_COUNTRIES), roles, max_size=30)
all_over_a_continent = st.sampled_from(["AN", "SA", "OC"]).flatmap(
    lambda code: st.fixed_dictionaries(
        dict.fromkeys(sorted(countries_of(code)), st.dictionaries(st.sampled_from(ROLES), few, max_size=3))
    )
)
worlds = somewhere | all_over_a_continent | st.builds(dict.__or__, somewhere, all_over_a_continent)
minimums = st.integers(2, 11)
NOTHING = Published()


def tallies(world):
    return {country: {role: Tally(number) for role, number in its.items()} for country, its in world.items()}


def published(world, minimum=5, before=NOTHING):
    return publish(tallies(world), before=before, rule=Rule(minimum, len(ROLES)))


def shown(counts, minimum=5, before=NOTHING):
    """The areas of people who all have it."""
    world = {country: {"has-it": number} for country, number in counts.items()}
    return [(area.kind, area.code, area.count) for area in published(world, minimum, before).areas]


def every_number(result):
    yield result.total
    yield from (area.count for area in result.areas)
    for parts in result.roles.values():
        yield sum(area.count for area in parts)
        yield from (area.count for area in parts)


# What is shown


def test_country_with_enough_people_stands_alone():
    assert shown({"ES": 5}) == [("country", "ES", 5)]


@pytest.mark.parametrize(("number", "told"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1000, 1000)])
def test_number_is_the_nearest_multiple_of_the_minimum(number, told):
    assert shown({"ES": number}) == [("country", "ES", told)]


def test_small_countries_of_a_continent_become_one_area():
    assert shown({"KE": 3, "UG": 2, "ES": 10}) == [("country", "ES", 10), ("continent", "AF", 5)]


def test_continent_with_too_few_goes_to_the_rest_of_the_world():
    assert shown({"KE": 3, "PE": 4}) == [("world", "", 5)]


@pytest.mark.parametrize("counts", [{}, {"ES": 0}, {"ES": 4}, {"KE": 2, "PE": 2}])
def test_nobody_and_a_few_look_the_same(counts):
    assert shown(counts) == []


def test_kosovo_is_a_country():
    assert shown({"XK": 6}) == [("country", "XK", 5)]


def test_continent_af_is_not_the_country_af():
    result = published({"KE": {"has-it": 3}, "UG": {"has-it": 3}, "AF": {"has-it": 11}})
    assert [(area.kind, area.continent) for area in result.areas] == [("country", "AS"), ("continent", "AF")]


def test_role_is_told_where_it_has_enough_people_in_an_area_that_is_shown():
    result = published({"ES": {"has-it": 10, "carer": 5}, "KE": {"has-it": 3, "carer": 1}, "UG": {"carer": 4}})
    assert result.areas == (Area("ES", "country", 15), Area("AF", "continent", 10))
    assert result.roles == {
        "has-it": (Area("ES", "country", 10),),
        "carer": (Area("AF", "continent", 5), Area("ES", "country", 5)),
    }


def test_last_role_of_an_area_is_not_left_over():
    """With all others shown, subtracting would leave 3 or 4 people: so no role of the country is shown."""
    others = dict.fromkeys(ROLES[:5], 7)
    result = published({"ES": others | {ROLES[5]: 4}})
    assert result == Published((Area("ES", "country", 40),))
    assert len(published({"ES": others}).roles) == 5


def test_rest_that_fills_every_hidden_country_is_told_lower_or_not_at_all():
    southern = sorted(countries_of("SA"))
    crowd = dict.fromkeys(southern[2:], 5) | dict.fromkeys(southern[:2], 4)
    assert not [area for area in shown(crowd) if area[0] == "continent"]


def test_members_who_show_themselves_are_no_disguise_for_the_others():
    def spain(number, named):
        rule = Rule(5, len(ROLES))
        return publish({"ES": {"has-it": Tally(number, named)}}, before=NOTHING, rule=rule).areas

    assert spain(8, 4) == ()
    assert spain(9, 4) == (Area("ES", "country", 10),)
    assert spain(8, 8) == (Area("ES", "country", 10),)


def test_all_conditions_are_their_sum_and_nothing_more():
    one, other = published({"ES": {"has-it": 7}}), published({"ES": {"has-it": 9}, "PT": {"carer": 6}})
    assert together([one, other]) == Published((Area("ES", "country", 15), Area("PT", "country", 5)))


# Regions


def in_regions(whole, minimum=5, before=NOTHING, named=(), **regions):
    """What is told of Germans who all have it: of `BY` and so on, and as `DE` of all others there."""
    counts = {f"DE-{part}": Tally(number, dict(named).get(part, 0)) for part, number in regions.items()}
    people = {"DE": {"has-it": Tally(whole, sum(dict(named).values()))}}
    return publish(people, regions=counts, before=before, rule=Rule(minimum, len(ROLES)))


def told(result):
    return {area.code: area.count for area in result.regions}


def test_region_is_told_inside_of_its_country_and_all_others_as_one():
    assert told(in_regions(25, BY=10, BE=5, HH=3)) == {"DE-BY": 10, "DE-BE": 5, "DE": 10}
    assert told(in_regions(25, BY=4, BE=4)) == {}
    assert told(in_regions(25)) == {}


def test_region_of_a_country_that_is_not_shown_is_not_told():
    people = {"DE": {"has-it": Tally(4)}, "FR": {"has-it": Tally(4)}}
    assert publish(people, regions={"DE-BY": Tally(4)}, before=NOTHING, rule=Rule(5)).regions == ()
    assert in_regions(12, BY=5, BE=5, HH=1, named={"BY": 5, "BE": 5, "HH": 1}) == NOTHING


def test_region_that_holds_nearly_all_of_its_country_is_not_told():
    """Shown as 10 and 10, whoever is known to be in the country would be known to be in the region."""
    assert told(in_regions(10, BY=10)) == {}
    assert told(in_regions(12, BY=8)) == {}
    assert told(in_regions(15, BY=8)) == {"DE-BY": 10, "DE": 5}


def test_others_who_cannot_be_told_are_possibly_none():
    """13 to 17 people less 8 to 12 would leave at least one, and at most 4: the region is told no more."""
    assert told(in_regions(13, BY=9)) == {}
    assert told(in_regions(15, BY=6, BE=6)) == {"DE-BY": 5, "DE-BE": 5}
    assert told(in_regions(17, BY=7, BE=7)) == {"DE-BE": 5, "DE-BY": 5}
    assert told(in_regions(18, BY=7, BE=7)) == {"DE-BY": 5, "DE": 10}


def test_members_who_show_themselves_are_no_disguise_in_a_region_either():
    assert told(in_regions(20, BY=8)) == {"DE-BY": 10, "DE": 10}
    assert told(in_regions(20, BY=8, named={"BY": 4})) == {}
    assert told(in_regions(20, BY=9, named={"BY": 4})) == {"DE-BY": 10, "DE": 10}
    assert told(in_regions(20, BY=8, named={"BY": 8})) == {"DE-BY": 10, "DE": 10}


def test_number_of_a_region_stays_until_a_group_came_or_went():
    before = in_regions(30, BY=7)
    assert told(in_regions(34, BY=11, before=before)) == told(before) == {"DE-BY": 5, "DE": 25}
    assert told(in_regions(35, BY=12, before=before))["DE-BY"] == 10
    assert told(in_regions(24, BY=1, before=before))["DE-BY"] == 5
    assert told(in_regions(23, BY=0, before=before)) == {}
    assert told(in_regions(23, before=before)) == {}


def test_regions_of_all_conditions_are_sums_and_who_tells_none_is_elsewhere():
    one, other = in_regions(25, BY=10), in_regions(10)
    assert told(together([one, other])) == {"DE-BY": 10, "DE": 25}
    assert told(together([one, in_regions(25, BE=5)])) == {"DE-BY": 10, "DE-BE": 5, "DE": 35}
    assert told(together([other, other])) == {}


countries_with_regions = st.sampled_from(["DE", "GB", "CV"])
in_them = st.lists(few | st.integers(0, 60), min_size=0, max_size=16)


def one_country(country, numbers, unsaid, carers, minimum, before=NOTHING):
    regions = {code: Tally(number) for code, number in zip(codes_of(country), numbers, strict=False)}
    whole = sum(tally.people for tally in regions.values()) + unsaid
    roles = {"carer": Tally(min(carers, whole)), "has-it": Tally(whole - min(carers, whole))}
    return publish({country: roles}, regions=regions, before=before, rule=Rule(minimum, len(ROLES)))


@given(countries_with_regions, in_them, people, people, minimums)
@example("DE", [9], 4, 0, 5)
@example("GB", [10, 4, 4, 4], 0, 3, 5)
@example("CV", [9, 4], 0, 0, 5)
def test_who_knows_the_rule_finds_no_small_group_in_a_region(country, numbers, unsaid, carers, minimum):
    result, rule = one_country(country, numbers, unsaid, carers, minimum), Rule(minimum, len(ROLES))
    assert all(area.count % minimum == 0 for area in result.regions)
    whole = result.count(("country", country))
    assert all(area.count <= whole - minimum for area in result.regions if area.code != country)
    for claim in claims(result, rule):
        assert not claim.singles_out(minimum), claim


@given(countries_with_regions, in_them, in_them, people, minimums)
def test_rule_of_regions_holds_on_the_second_day_too(country, first, second, unsaid, minimum):
    before = one_country(country, first, unsaid, 0, minimum)
    after = one_country(country, second, unsaid, 0, minimum, before)
    assert all(area.count % minimum == 0 for area in after.regions)
    assert {area.country for area in after.regions} <= {area.code for area in after.areas}
    people = {code: pair for code, *pair in zip_longest(codes_of(country), first, second, fillvalue=0)}
    for area in after.regions:
        earlier = before.count(("region", area.code))
        if area.code != country and area.count != earlier:
            yesterday, today = people[area.code]
            assert today >= minimum
            assert not earlier or abs(today - yesterday) >= minimum


# What no number tells


@given(worlds, minimums)
@example({"ES": dict.fromkeys(ROLES, 4)}, 5)
@example({"KE": {"has-it": 4}, "PE": {"has-it": 4}}, 5)
def test_no_number_and_no_difference_of_numbers_is_about_too_few(world, minimum):
    numbers = list(every_number(published(world, minimum)))
    assert all(number % minimum == 0 for number in numbers)
    assert all(abs(one - other) not in range(1, minimum) for one in numbers for other in numbers)


@given(worlds, minimums)
@example({"ES": dict.fromkeys(ROLES, 4)}, 5)
@example({"ES": dict.fromkeys(ROLES, 10)}, 11)
@example({"ES": dict.fromkeys(ROLES[:5], 5) | {ROLES[5]: 4}}, 5)
@example({"BR": {"has-it": 4}, "AR": {"has-it": 4}}, 5)
@example({"AD": dict(zip(ROLES, [1, 1, 1, 2, 2, 2], strict=True))}, 2)
def test_who_knows_the_rule_finds_no_small_group(world, minimum):
    rule = Rule(minimum, len(ROLES))
    for claim in claims(published(world, minimum), rule):
        assert not claim.singles_out(minimum), claim


@given(worlds, minimums)
def test_area_is_shown_for_at_least_the_minimum_of_people(world, minimum):
    counts = {country: sum(its.values()) for country, its in world.items()}
    for area in published(world, minimum).areas:
        if area.kind == "country":
            assert counts[area.code] >= minimum
        elif area.kind == "continent":
            assert sum(counts.get(code, 0) for code in countries_of(area.code)) >= minimum


@given(worlds, st.randoms())
def test_order_of_the_input_does_not_matter(world, random):
    shuffled = dict(random.sample(sorted(world.items()), len(world)))
    assert published(shuffled) == published(world)


# What changes from day to day


@pytest.mark.parametrize(("yesterday", "today", "told"), [(5, 9, 5), (7, 11, 5), (5, 12, 10), (10, 4, 10), (10, 3, 0)])
def test_number_stays_until_as_many_people_came_or_went_as_make_a_group(yesterday, today, told):
    before = published({"ES": {"has-it": yesterday}})
    after = published({"ES": {"has-it": today}}, before=before)
    assert after.count(("country", "ES")) == told


def test_few_who_are_left_of_a_group_are_no_number_though_they_all_show_themselves():
    rule = Rule(5, len(ROLES))
    before = publish({"ES": {"has-it": Tally(10, 10)}}, before=NOTHING, rule=rule)
    assert before.count(("country", "ES")) == 10
    assert publish({"ES": {"has-it": Tally(3, 3)}}, before=before, rule=rule).areas == ()


def test_area_that_everyone_left_is_gone():
    before = published({"ES": {"has-it": 5}})
    assert published({}, before=before).areas == ()


days = st.lists(st.integers(-3, 3), min_size=1, max_size=60)


@given(st.integers(0, 30), days, minimums)
def test_number_of_a_country_changes_only_with_a_group(start, steps, minimum):
    number = at_last_change = start
    before = published({"ES": {"has-it": number}}, minimum)
    for step in steps:
        number = max(0, number + step)
        after = published({"ES": {"has-it": number}}, minimum, before)
        if after.count(("country", "ES")) != before.count(("country", "ES")):
            is_first = not before.count(("country", "ES"))
            assert abs(number - at_last_change) >= minimum or is_first
            assert not is_first or number >= minimum
            at_last_change = number
        before = after


@given(worlds, worlds, minimums)
def test_rule_holds_on_the_second_day_too(first, second, minimum):
    result = published(second, minimum, published(first, minimum))
    assert all(number % minimum == 0 for number in every_number(result))


def test_mistakes_are_refused():
    with pytest.raises(ValueError, match="minimum"):
        published({}, minimum=1)
    with pytest.raises(ValueError, match="negative"):
        published({"ES": {"has-it": -1}})
    with pytest.raises(ValueError, match="negative"):
        publish({"DE": {"": Tally(5)}}, regions={"DE-BY": Tally(-1)}, before=NOTHING, rule=Rule(5))
    with pytest.raises(ValueError, match="fewer people than its regions"):
        publish({"DE": {"": Tally(5)}}, regions={"DE-BY": Tally(6)}, before=NOTHING, rule=Rule(5))
    with pytest.raises(KeyError):
        published({"es": {"has-it": 1}})
