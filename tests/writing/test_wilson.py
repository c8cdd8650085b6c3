import math

import pytest

from writing.wilson import wilson_lower_bound


@pytest.mark.parametrize(
    ("taken", "chances", "bound"),
    [(0, 10, 0.0), (10, 10, 0.7225), (1, 1, 0.2065), (50, 100, 0.4038), (81, 263, 0.2553)],
)
def test_bound_is_that_of_the_literature(taken, chances, bound):
    assert wilson_lower_bound(taken, chances) == pytest.approx(bound, abs=0.0005)


def test_more_chances_with_the_same_share_are_relied_on_more():
    bounds = [wilson_lower_bound(n, 4 * n) for n in range(1, 50)]
    assert bounds == sorted(bounds)


def test_bound_stays_between_nothing_and_the_share():
    for chances in range(1, 60):
        for taken in range(chances + 1):
            bound = wilson_lower_bound(taken, chances)
            assert -1e-12 <= bound <= taken / chances
            assert not math.isnan(bound)
