import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.matching import simgic
from members.postings import (
    BLOCK,
    best,
    count,
    joined_sums,
    pack,
    similarities,
    unpack,
    with_place,
    with_sum,
    without_place,
)

places = st.sets(st.integers(0, 3000), max_size=300)


@given(places)
def test_places_come_back_as_they_were_packed(listed):
    packed = pack(listed)
    assert unpack(packed).tolist() == sorted(listed)
    assert count(packed) == len(listed)


@given(places, st.integers(0, 3000))
def test_one_place_is_added_and_taken_away(listed, place):
    assert unpack(with_place(pack(listed), place)).tolist() == sorted(listed | {place})
    assert unpack(without_place(pack(listed), place)).tolist() == sorted(listed - {place})


@pytest.mark.parametrize(
    ("listed", "is_dense", "size"), [(range(8000), True, 1000), ([7, 70_000], False, 8), ([], False, 0)]
)
def test_the_shorter_form_is_taken(listed, is_dense, size):
    packed = pack(listed)
    assert (packed.is_dense, len(packed.places)) == (is_dense, size)


def test_sums_stand_in_blocks_and_are_joined():
    last = BLOCK + 3
    blocks = [(0, with_sum(with_sum(b"", 1, 2.5), 2, 1.0)), (1, with_sum(b"", last, 4.0))]
    sums = joined_sums(blocks, most=last)
    assert {place: float(sums[place]) for place in np.flatnonzero(sums)} == {1: 2.5, 2: 1.0, last: 4.0}


people = st.dictionaries(st.integers(1, 400), st.sets(st.integers(0, 12), min_size=1), min_size=2, max_size=60)


@given(people)
def test_all_at_once_is_the_same_as_one_by_one(listed):
    weights = {key: 0.5 + key for key in range(13)}
    block = b""
    for place, keys in listed.items():
        block = with_sum(block, place, sum(weights[key] for key in keys))
    me, mine = next(iter(listed.items()))
    postings = [(weights[key], pack(place for place, keys in listed.items() if key in keys)) for key in sorted(mine)]
    sums = joined_sums([(0, block)], most=BLOCK - 1)
    scores = similarities(float(sums[me]), postings, sums)
    expected = {place: simgic(mine, keys, weights) for place, keys in listed.items()}
    assert {place: float(scores[place]) for place in listed} == pytest.approx(expected, abs=1e-5)
    assert (scores[[place for place in range(BLOCK) if place not in listed]] == -1).all()


def test_best_come_first_and_those_without_anything_in_common_never():
    scores = np.array([0.2, -1, 0, 0.9, 0.2, 0.5], dtype=np.float32)
    assert best(scores, 3) == [3, 5, 0] or best(scores, 3) == [3, 5, 4]
    assert best(scores, 50) == [3, 5, 0, 4]
