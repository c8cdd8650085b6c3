"""The promise of the label: “Medically reviewed” shows exactly while a named person other than the author has approved
this very version and the review is in date."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questions.models import Question, Summary
from questions.reviewing import ReviewState, is_approval, review_state
from questions.services import (
    ReviewRecord,
    SummaryRecord,
    edit_draft,
    publish_summary,
    put_summary,
    retire_summary,
    review_summary,
    write_summary,
)
from tests.factories import make_editor, make_question, make_specialist

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


# The rule over histories, on the real services.


@dataclass
class Past:
    """What has happened to a question, written down apart from the code that is tested."""

    today: date = FIRST_DAY
    versions: list["PastVersion"] = field(default_factory=list)

    def shown(self) -> "PastVersion | None":
        published = [version for version in self.versions if version.state == "published"]
        return max(published, key=lambda version: version.number, default=None)

    def has_valid_review(self, day: date) -> bool:
        version = self.shown()
        if version is None:
            return False
        decisions = sorted(enumerate(version.reviews), key=lambda numbered: (numbered[1].on, numbered[0]))
        asked = [place for place, (_, review) in enumerate(decisions) if not review.is_approved]
        since_changes = decisions[asked[-1] + 1 :] if asked else decisions
        return any(review.by != version.author and review.on <= day <= review.due for _, review in since_changes)


@dataclass
class PastVersion:
    number: int
    author: int
    state: str = "draft"
    reviews: list["PastReview"] = field(default_factory=list)


@dataclass
class PastReview:
    by: int
    on: date
    due: date
    is_approved: bool


people = st.integers(0, 2)
versions = st.integers(0, 3)
spans = st.integers(1, 400)
steps = st.one_of(
    st.tuples(st.just("write"), people),
    st.tuples(st.just("edit"), versions, people),
    st.tuples(st.just("publish"), versions),
    st.tuples(st.just("publish"), versions),
    st.tuples(st.just("retire"), versions),
    st.tuples(st.just("approve"), versions, people, spans),
    st.tuples(st.just("approve"), versions, people, spans),
    st.tuples(st.just("ask"), versions, people),
    st.tuples(st.just("bring"), versions, people, st.integers(-400, 0), spans),
    st.tuples(st.just("wait"), st.integers(1, 300)),
)
histories = st.lists(steps, min_size=3, max_size=12).map(lambda later: [("write", 0), *later])


class History:
    """Lives a list of steps through the services. What they refuse has not happened."""

    def __init__(self, question, cast):
        self.question, self.cast, self.past = question, cast, Past()

    def live(self, step):
        name, *arguments = step
        now = datetime.combine(self.past.today, datetime.min.time(), tzinfo=UTC)
        with patch("django.utils.timezone.now", return_value=now):
            try:
                with transaction.atomic():
                    getattr(self, name)(*arguments)
            except (PermissionDenied, ValidationError):
                pass

    def record(self, author, **fields):
        return SummaryRecord(
            verdict="varies",
            short_answer="It varies.",
            body="It varies.",
            change_note="A change.",
            author=self.cast[author],
            **fields,
        )

    def version(self, index):
        past = self.past.versions[index % len(self.past.versions)]
        return past, Summary.objects.get(question=self.question, number=past.number)

    def write(self, author):
        summary = write_summary(by=self.cast[author], question=self.question, record=self.record(author))
        self.past.versions.append(PastVersion(summary.number, author))

    def edit(self, index, by):
        past, summary = self.version(index)
        edit_draft(by=self.cast[by], summary=summary, record=self.record(past.author))
        past.reviews.clear()

    def publish(self, index):
        past, summary = self.version(index)
        publish_summary(by=self.cast[0], summary=summary)
        past.state = "published" if past.state == "draft" else past.state

    def retire(self, index):
        past, summary = self.version(index)
        retire_summary(by=self.cast[0], summary=summary)
        past.state = "retired" if past.state == "published" else past.state

    def approve(self, index, by, days):
        past, summary = self.version(index)
        due = self.past.today + timedelta(days=days)
        review_summary(by=self.cast[by], summary=summary, decision="approved", due_on=due)
        past.reviews.append(PastReview(by, self.past.today, due, is_approved=True))

    def ask(self, index, by):
        past, summary = self.version(index)
        review_summary(by=self.cast[by], summary=summary, decision="changes-asked", due_on=None)
        past.reviews.append(PastReview(by, self.past.today, self.past.today, is_approved=False))

    def bring(self, index, by, days_ago, days):
        """A review of this version comes from a file, dated that many days from today."""
        past, summary = self.version(index)
        on = self.past.today + timedelta(days=days_ago)
        due = on + timedelta(days=days)
        review = ReviewRecord(
            self.cast[by], "Dr A. Example", "blood specialist", "approved", on, due, note="From a file."
        )
        record = self.record(
            past.author,
            state=summary.state,
            written_at=summary.written_at,
            published_at=summary.published_at,
            reviews=[review],
        )
        put_summary(question=self.question, number=past.number, record=record)
        past.reviews.append(PastReview(by, on, due, is_approved=True))

    def wait(self, days):
        self.past.today += timedelta(days=days)

    def is_label_shown(self, day):
        question = Question.objects.select_related("published_summary", "current_review").get(pk=self.question.pk)
        summary, review = question.published_summary, question.current_review
        return summary is not None and review_state(review, summary, today=day) == ReviewState.REVIEWED


@pytest.fixture
def question(db):
    return make_question()


@pytest.fixture
def cast(db):
    """Three people who may all do everything, so that only the rule about authors stands in their way."""
    everything = {"is_superuser": True, "credential": "blood specialist"}
    return [make_editor(**everything), make_editor(**everything), make_specialist(**everything)]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories)
@example([("write", 0), ("publish", 0), ("approve", 0, 1, 100), ("wait", 101)])
@example([("write", 0), ("approve", 0, 0, 100), ("publish", 0)])
@example([("write", 0), ("approve", 0, 1, 100), ("publish", 0), ("write", 1), ("publish", 1), ("retire", 1)])
@example([("write", 0), ("approve", 0, 1, 100), ("edit", 0, 2), ("publish", 0)])
@example([("write", 0), ("publish", 0), ("approve", 0, 1, 300), ("approve", 0, 2, 10), ("wait", 50)])
def test_through_any_history_the_label_shows_exactly_while_a_valid_review_exists(question, cast, history):
    with transaction.atomic():
        lived = History(question, cast)
        for step in history:
            lived.live(step)
            for later in (0, 1, 100, 365):
                day = lived.past.today + timedelta(days=later)
                assert lived.is_label_shown(day) == lived.past.has_valid_review(day), (step, day)
        transaction.set_rollback(True)


future_reviews = st.tuples(st.just("bring"), versions, people, st.integers(1, 400), spans)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps | future_reviews, min_size=3, max_size=12))
def test_not_even_a_review_dated_in_the_future_shows_the_label_without_a_valid_one(question, cast, later_steps):
    with transaction.atomic():
        lived = History(question, cast)
        for step in [("write", 0), *later_steps]:
            lived.live(step)
            for later in (0, 100, 365):
                day = lived.past.today + timedelta(days=later)
                assert lived.past.has_valid_review(day) or not lived.is_label_shown(day), (step, day)
        transaction.set_rollback(True)
