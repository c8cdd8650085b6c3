"""When a version may carry the label “Medically reviewed”, and for how long: pure rules, computed at each reading."""

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

MONTHS: Final = 36
EARLY_MONTHS: Final = 24


class ReviewLike(Protocol):
    """A decision about one version."""

    summary_id: int
    summary_author_id: int
    reviewer_id: int
    reviewer_name: str
    decision: str
    reviewed_on: date
    due_on: date | None


class SummaryLike(Protocol):
    """A version."""

    pk: int
    author_id: int


class ReviewState(StrEnum):
    """What readers are told: only REVIEWED shows the label and the seal."""

    REVIEWED = "reviewed"
    OVERDUE = "overdue"
    NOT_REVIEWED = "not-reviewed"


def is_approval(review: ReviewLike | None, summary: SummaryLike) -> bool:
    """Whether a named person other than the author approved this very version."""
    return (
        review is not None
        and review.summary_id == summary.pk
        and review.decision == "approved"
        and review.reviewer_id != summary.author_id
        and bool(review.reviewer_name)
        and review.due_on is not None
    )


def review_state(review: ReviewLike | None, summary: SummaryLike, *, today: date) -> ReviewState:
    """The state on the day `today`. A review is in date from the day it was made up to and on its due date."""
    if review is None or review.due_on is None or not is_approval(review, summary) or review.reviewed_on > today:
        return ReviewState.NOT_REVIEWED
    return ReviewState.REVIEWED if today <= review.due_on else ReviewState.OVERDUE


def latest_due(reviewed_on: date, *, is_early: bool) -> date:
    """The last day on which the next review may fall due: 36 months on, and 24 for topics that age faster."""
    return months_later(reviewed_on, EARLY_MONTHS if is_early else MONTHS)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
