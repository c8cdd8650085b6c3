"""What the services of editors are given: a version and a review, as a form or a file says them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from questions.models import ChangeSize, Source, SummaryState


@dataclass(frozen=True)
class ReviewRecord:
    """A review as a file gives it; `carried_from` is the number of the version that it was made of first."""

    reviewer: User
    reviewer_name: str
    reviewer_credential: str
    decision: str
    reviewed_on: date
    due_on: date | None = None
    note: str = ""
    carried_from: int | None = None


@dataclass(frozen=True)
class SummaryRecord:
    """A version as a file or a form gives it; `sources` stand in the order of their numbers.

    What only a file says: the state and its dates, the reviews, who else wrote, the number of the version before.
    """

    verdict: str
    short_answer: str
    body: str
    change_note: str
    author: User
    sources: Sequence[Source] = ()
    change_size: str = ChangeSize.CLINICAL
    state: str = SummaryState.DRAFT
    written_at: datetime = field(default_factory=timezone.now)
    published_at: datetime | None = None
    reviews: Sequence[ReviewRecord] = ()
    other_writers: Sequence[User] = ()
    based_on: int | None = None
