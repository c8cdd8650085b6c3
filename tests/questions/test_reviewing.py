"""The promise of the label: “Medically reviewed” shows exactly while a named person other than the author has approved
this very version and the review is in date."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from questions.reviewing import ReviewState, is_approval, latest_due, months_later, review_state

FIRST_DAY = date(2026, 5, 4)


# The rule itself, on plain values.


@dataclass
class Review:
    summary_id: int = 1
    summary_author_id: int = 10
    reviewer_id: int = 20
    reviewer_name: str = "Dr A. Example"
    decision: str = "approved"
    reviewed_on: date = FIRST_DAY
    due_on: date | None = FIRST_DAY + timedelta(days=100)


@dataclass
class Version:
    pk: int = 1
    author_id: int = 10


numbers = st.integers(1, 3)
dates = st.dates(FIRST_DAY - timedelta(days=5), FIRST_DAY + timedelta(days=5))
reviews = st.none() | st.builds(
    Review,
    summary_id=numbers,
    summary_author_id=numbers,
    reviewer_id=numbers,
    reviewer_name=st.sampled_from(["", "Dr A. Example"]),
    decision=st.sampled_from(["approved", "approved", "changes-asked"]),
    reviewed_on=dates,
    due_on=st.none() | dates,
)


@settings(max_examples=1000)
@given(reviews, st.builds(Version, pk=numbers, author_id=numbers), dates)
@example(Review(), Version(), FIRST_DAY)
def test_the_label_shows_exactly_when_every_condition_holds(review, version, today):
    conditions = review is not None and [
        review.summary_id == version.pk,
        review.reviewer_id != version.author_id,
        review.reviewer_name != "",
        review.decision == "approved",
        review.due_on is not None and review.reviewed_on <= today <= review.due_on,
    ]

    is_shown = review_state(review, version, today=today) == ReviewState.REVIEWED

    assert is_shown == bool(conditions and all(conditions))


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-1, ReviewState.NOT_REVIEWED),
        (0, ReviewState.REVIEWED),
        (100, ReviewState.REVIEWED),
        (101, ReviewState.OVERDUE),
        (5000, ReviewState.OVERDUE),
    ],
)
def test_a_review_counts_from_its_day_to_its_due_day_and_is_overdue_after_it(days, state):
    assert review_state(Review(), Version(), today=FIRST_DAY + timedelta(days=days)) == state


@pytest.mark.parametrize(
    "review",
    [
        None,
        Review(summary_id=2),
        Review(reviewer_id=10),
        Review(reviewer_name=""),
        Review(decision="changes-asked"),
        Review(due_on=None),
    ],
)
def test_what_is_no_approval_is_never_overdue_either(review):
    assert not is_approval(review, Version())
    assert review_state(review, Version(), today=date(2090, 1, 1)) == ReviewState.NOT_REVIEWED


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 5, 4), 24, date(2028, 5, 4)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_short_month(day, months, later):
    assert months_later(day, months) == later


def test_the_next_review_is_due_within_three_years_and_within_two_where_texts_age_faster():
    assert latest_due(FIRST_DAY, is_early=False) == date(2029, 5, 4)
    assert latest_due(FIRST_DAY, is_early=True) == date(2028, 5, 4)
