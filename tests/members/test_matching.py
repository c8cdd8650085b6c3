import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.information import information
from members.matching import Felt, closeness, compare, is_rare, likeness, simgic

PAIN, BONE_PAIN, LEG_PAIN, RASH = range(4)
WEIGHTS = {PAIN: 1.0, BONE_PAIN: 3.0, LEG_PAIN: 2.0, RASH: 4.0}
LINEAGES = {PAIN: {PAIN}, BONE_PAIN: {PAIN, BONE_PAIN}, LEG_PAIN: {PAIN, LEG_PAIN}, RASH: {RASH}}


def closed(*keys: int) -> set[int]:
    return set().union(*(LINEAGES[key] for key in keys))


def felt(key: int, strength: int = 2) -> Felt:
    return Felt(key, frozenset(LINEAGES[key]), strength)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([BONE_PAIN], [LEG_PAIN], 1 / 6),
        ([BONE_PAIN, RASH], [BONE_PAIN], 1 / 2),
        ([BONE_PAIN, RASH], [BONE_PAIN, RASH], 1),
        ([BONE_PAIN], [RASH], 0),
        ([], [RASH], 0),
        ([], [], 0),
    ],
)
def test_simgic_is_what_the_formula_gives_by_hand(one, other, expected):
    assert simgic(closed(*one), closed(*other), WEIGHTS) == pytest.approx(expected)


def test_common_symptom_weighs_less_than_a_rare_one():
    common, rare = information(900, 1000), information(3, 1000)
    assert 0 < common < rare
    assert rare == pytest.approx(-math.log(4 / 1002))


def test_information_is_never_nothing_and_knows_no_share_above_one():
    assert information(0, 0) > 0
    assert information(1000, 1000) > 0
    with pytest.raises(ValueError, match="4 of 3"):
        information(4, 3)


sets = st.sets(st.integers(0, 3))


@given(sets, sets)
def test_simgic_is_even_handed_between_nought_and_one_and_full_for_the_same(one, other):
    score = simgic(closed(*one), closed(*other), WEIGHTS)
    assert 0 <= score <= 1
    assert score == simgic(closed(*other), closed(*one), WEIGHTS)
    assert not one or simgic(closed(*one), closed(*one), WEIGHTS) == 1


def test_likeness_of_two_symptoms_is_what_the_formula_gives_by_hand():
    assert likeness(felt(BONE_PAIN), felt(LEG_PAIN), WEIGHTS) == pytest.approx(2 * 1 / (3 + 2))
    assert likeness(felt(PAIN), felt(LEG_PAIN), WEIGHTS) == pytest.approx(2 * 1 / (1 + 2))
    assert likeness(felt(RASH), felt(LEG_PAIN), WEIGHTS) == 0


def test_reasons_name_only_what_the_member_has_noted():
    mine, theirs = [felt(PAIN), felt(RASH), felt(BONE_PAIN)], [felt(LEG_PAIN), felt(BONE_PAIN, 3)]
    same = compare(mine, theirs, closeness(mine, WEIGHTS))
    assert (same.shared, same.close, same.alone) == ((BONE_PAIN,), (PAIN,), (RASH,))
    assert same.more == 0
    assert same.agreement == pytest.approx(0.5)


def test_what_only_the_other_has_is_counted_and_not_named():
    mine = [felt(BONE_PAIN)]
    assert compare(mine, [felt(RASH), felt(LEG_PAIN)], closeness(mine, WEIGHTS)).more == 2


@pytest.mark.parametrize(
    ("carriers", "total", "expected"),
    [(2, 100, True), (5, 11, True), (5, 10, False), (50, 1000, True), (51, 1000, False)],
)
def test_few_are_a_handful_or_one_in_twenty(carriers, total, expected):
    assert is_rare(carriers, total) is expected
