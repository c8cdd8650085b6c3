"""Through any history of edits of all sizes, reviews, changes of roles and days that pass, the label “Medically
reviewed” shows exactly while a valid review exists: never without one, and never missing with one.

The past is written down a second time, apart from the code that is tested, in plain lists. HISTORIES says how many
histories are lived: 150 unless it is set. Whoever changes a rule of the label lives more of them:
HISTORIES=2000 scripts/test tests/questions/test_histories.py
"""

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from pages.reviewed import reviewed_questions
from questions.models import ChangeSize, Question, Summary
from questions.reviewing import ReviewState, review_state
from questions.services import (
    ReviewRecord,
    SummaryRecord,
    approve_summary,
    ask_for_changes,
    edit_draft,
    publish_summary,
    put_review,
    retire_summary,
    revise_summary,
    submit_summary,
    write_summary,
)
from tests.factories import make_question, make_source, make_user

HISTORIES = int(os.environ.get("HISTORIES", "150"))
FIRST_DAY = date(2026, 5, 4)
LATER = (0, 1, 100, 365)
CODENAMES = ("add_summary", "review_summary", "publish_summary")
MEANINGS = ("Rest helps most people.", "Rest harms most people.", "Sport helps most people.")
SPELLINGS = ("Ask your doctor about treatment.", "Ask your doctor about treatmnet.", "Ask your doctor about tretment.")


@dataclass(frozen=True)
class PastReview:
    """Who decided what, on which day, until when."""

    by: int
    on: date
    due: date
    is_approved: bool


@dataclass
class PastVersion:
    """A version as it would stand in a notebook."""

    pk: int
    meaning: int
    size: str
    writers: set[int]
    state: str = "draft"
    reviews: list[PastReview] = field(default_factory=list)

    def approvals(self) -> list[PastReview]:
        """Those since changes were last asked for, by people who wrote none of it."""
        decisions = [review for _n, review in sorted(enumerate(self.reviews), key=lambda pair: (pair[1].on, pair[0]))]
        asked = [place for place, review in enumerate(decisions) if not review.is_approved]
        since = decisions[asked[-1] + 1 :] if asked else decisions
        return [review for review in since if review.by not in self.writers]


class History:
    """Lives steps through the services. What they refuse has not happened, and must have been right to refuse."""

    def __init__(self, question, cast):
        self.question, self.cast, self.today, self.source = question, cast, FIRST_DAY, make_source()
        self.versions: list[PastVersion] = []
        self.roles = [set(CODENAMES) for _person in cast]

    def live(self, step):
        name, *arguments = step
        now = datetime.combine(self.today, datetime.min.time(), tzinfo=UTC)
        with patch("django.utils.timezone.now", return_value=now):
            try:
                with transaction.atomic():
                    getattr(self, name)(*arguments)
            except (PermissionDenied, ValidationError):
                pass

    # What can happen.

    def write(self, by, meaning, spelling, size):
        record = self.record(by, meaning, spelling, size)
        summary = write_summary(by=self.person(by), question=self.question, record=record)
        assert "add_summary" in self.roles[by]
        self.versions.append(PastVersion(summary.pk, meaning, size, {by}))

    def edit(self, index, by, meaning, spelling, size):
        past, summary = self.version(index)
        record = self.record(by, meaning, spelling, size)
        before = summary.revision
        summary = edit_draft(by=self.person(by), summary=summary, record=record)
        if summary.revision > before:
            assert past.state == "draft"
            past.meaning, past.size = meaning, size
            past.writers.add(by)

    def revise(self, index, by):
        past, summary = self.version(index)
        draft = revise_summary(by=self.person(by), summary=summary)
        if draft.pk not in {version.pk for version in self.versions}:
            self.versions.append(PastVersion(draft.pk, past.meaning, ChangeSize.CLINICAL, {by} | past.writers))

    def submit(self, index, by):
        past, summary = self.version(index)
        submit_summary(by=self.person(by), summary=summary)
        past.state = "submitted"

    def approve(self, index, by, days):
        past, summary = self.version(index)
        due = self.today + timedelta(days=days)
        known = summary.reviews.count()
        approve_summary(by=self.person(by), summary=summary, due_on=due)
        assert "review_summary" in self.roles[by]
        assert by not in past.writers
        if summary.reviews.count() == known:
            assert past.reviews[-1] == PastReview(by, self.today, due, is_approved=True), "an approval was lost"
            return
        assert past.state in {"submitted", "approved", "published"}
        assert days <= 1096
        past.reviews.append(PastReview(by, self.today, due, is_approved=True))
        past.state = "published" if past.state == "published" else "approved"

    def ask(self, index, by):
        past, summary = self.version(index)
        known = summary.reviews.count()
        ask_for_changes(by=self.person(by), summary=summary, note="A study is out.")
        assert by not in past.writers
        if summary.reviews.count() == known:
            assert past.reviews[-1] == PastReview(by, self.today, self.today, is_approved=False), "a wish was lost"
            return
        past.reviews.append(PastReview(by, self.today, self.today, is_approved=False))
        past.state = "published" if past.state == "published" else "changes-asked"

    def publish(self, index, by):
        past, summary = self.version(index)
        was = past.state
        publish_summary(by=self.person(by), summary=summary)
        if was == "published":
            return
        assert "publish_summary" in self.roles[by]
        assert was in {"draft", "submitted", "approved"}
        before = self.shown()
        if past.size == ChangeSize.TYPO and not past.approvals():
            assert before is not None
            assert before.meaning == past.meaning, "a change of meaning kept its review"
            past.reviews.extend(self.kept(before, past))
        if before:
            before.state = "superseded"
        past.state = "published"

    def retire(self, index, by, bring_back):
        past, summary = self.version(index)
        was = past.state
        retire_summary(by=self.person(by), summary=summary, bring_back=bring_back)
        past.state = "retired"
        superseded = [place for place, version in enumerate(self.versions) if version.state == "superseded"]
        if was != "published" or not superseded:
            return
        since = [v for v in self.versions[superseded[-1] + 1 :] if v.state in {"superseded", "retired"}]
        if bring_back or all(version.size != ChangeSize.CLINICAL for version in since):
            self.versions[superseded[-1]].state = "published"

    def bring(self, index, by, days_ago, days):
        """A review of a version in view comes from a file, dated that many days from today."""
        past, summary = self.version(index)
        on = self.today + timedelta(days=days_ago)
        record = ReviewRecord(self.cast[by], "Dr A. Example", "doctor", "approved", on, on + timedelta(days=days))
        put_review(summary=summary, record=record)
        assert by not in past.writers
        past.reviews.append(PastReview(by, on, on + timedelta(days=days), is_approved=True))

    def role(self, person, codename):
        """Someone loses a right, or gets it back."""
        permission = Permission.objects.get(content_type__app_label="questions", codename=codename)
        change = self.cast[person].user_permissions
        if codename in self.roles[person]:
            change.remove(permission)
        else:
            change.add(permission)
        self.roles[person] ^= {codename}

    def wait(self, days):
        self.today += timedelta(days=days)

    # What is needed for it.

    def person(self, index):
        """As a request of this moment would know them."""
        return User.objects.get(pk=self.cast[index].pk)

    def record(self, author, meaning, spelling, size):
        return SummaryRecord(
            verdict="varies",
            short_answer=MEANINGS[meaning],
            body=f"{MEANINGS[meaning]} {SPELLINGS[spelling]} [1]",
            sources=[self.source],
            change_note="A change.",
            author=self.cast[author],
            change_size=size,
        )

    def version(self, index):
        past = self.versions[index % len(self.versions)]
        return past, Summary.objects.get(pk=past.pk)

    def shown(self):
        return next((version for version in self.versions if version.state == "published"), None)

    def kept(self, before, after):
        """The approval of the version before that lasts longest, unless its reviewer wrote part of this one."""
        approvals = before.approvals()
        if not approvals:
            return []
        longest = max(approvals, key=lambda review: (review.on <= self.today, review.due))
        assert longest.by not in after.writers or any(review.due == longest.due for review in approvals)
        return [replace(longest)]

    # What must hold.

    def check(self, step):
        shown = self.shown()
        question = Question.objects.select_related("published_summary", "current_review").get(pk=self.question.pk)
        assert (question.published_summary_id or 0) == (shown.pk if shown else 0), step
        for later in LATER:
            day = self.today + timedelta(days=later)
            is_valid = shown is not None and any(review.on <= day <= review.due for review in shown.approvals())
            assert self.is_label_shown(question, day) == is_valid, (step, day)

    def check_lists(self):
        """Lists, counts and search choose reviewed questions in the database: they must say the same."""
        question = Question.objects.select_related("published_summary", "current_review").get(pk=self.question.pk)
        for later in LATER:
            day = self.today + timedelta(days=later)
            is_listed = reviewed_questions(today=day).filter(pk=question.pk).exists()
            assert is_listed == self.is_label_shown(question, day), day

    @staticmethod
    def is_label_shown(question, day):
        summary, review = question.published_summary, question.current_review
        return summary is not None and review_state(review, summary, today=day) == ReviewState.REVIEWED


people = st.integers(0, 2)
versions = st.integers(0, 3)
spans = st.integers(1, 400) | st.integers(1000, 1200)
texts = (st.integers(0, len(MEANINGS) - 1), st.integers(0, len(SPELLINGS) - 1), st.sampled_from(ChangeSize.values))
approve = st.tuples(st.just("approve"), versions, people, spans)
publish = st.tuples(st.just("publish"), versions, people)
submit = st.tuples(st.just("submit"), versions, people)
steps = st.one_of(
    st.tuples(st.just("write"), people, *texts),
    st.tuples(st.just("edit"), versions, people, *texts),
    st.tuples(st.just("revise"), versions, people),
    submit,
    submit,
    approve,
    approve,
    publish,
    publish,
    st.tuples(st.just("ask"), versions, people),
    st.tuples(st.just("retire"), versions, people, st.booleans()),
    st.tuples(st.just("bring"), versions, people, st.integers(-400, 0), spans),
    st.tuples(st.just("role"), people, st.sampled_from(CODENAMES)),
    st.tuples(st.just("wait"), st.integers(1, 300)),
)
FIRST = [("write", 0, 0, 0, "clinical"), ("submit", 0, 0), ("approve", 0, 1, 100), ("publish", 0, 0)]
histories = st.lists(steps, min_size=1, max_size=10).map(lambda later: [*FIRST, *later])
scratch = st.lists(steps, min_size=2, max_size=10).map(lambda later: [FIRST[0], *later])


@pytest.fixture
def question(db):
    return make_question()


@pytest.fixture
def cast(db):
    """Three people who may do everything at first, so that only the rules stand in their way."""
    people = [make_user(credential="doctor", conflict_of_interest="None.") for _number in range(3)]
    for person in people:
        person.user_permissions.add(*Permission.objects.filter(codename__in=CODENAMES))
    return people


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories | scratch)
@example([*FIRST, ("wait", 101)])
@example([*FIRST, ("revise", 0, 0), ("edit", 1, 0, 0, 1, "typo"), ("publish", 1, 0), ("wait", 50)])
@example([*FIRST, ("revise", 0, 0), ("edit", 1, 0, 1, 0, "typo"), ("publish", 1, 0)])
@example([*FIRST, ("revise", 0, 0), ("edit", 1, 0, 1, 0, "clinical"), ("publish", 1, 0), ("retire", 1, 0, False)])
@example([*FIRST, ("revise", 0, 0), ("edit", 1, 0, 1, 0, "clinical"), ("publish", 1, 0), ("retire", 1, 0, True)])
@example([*FIRST, ("revise", 0, 0), ("edit", 1, 0, 1, 0, "content"), ("publish", 1, 0), ("retire", 1, 0, False)])
@example([*FIRST, ("revise", 0, 1), ("edit", 1, 1, 0, 1, "typo"), ("publish", 1, 0)])
@example([*FIRST, ("role", 1, "review_summary"), ("approve", 0, 1, 300)])
@example([*FIRST, ("approve", 0, 2, 300), ("ask", 0, 1), ("wait", 1), ("approve", 0, 2, 10)])
@example([*FIRST, ("approve", 0, 2, 1), ("revise", 0, 0), ("publish", 1, 0), ("approve", 0, 2, 1)])
@example([*FIRST, ("ask", 0, 2), ("revise", 0, 0), ("publish", 1, 0), ("ask", 0, 2)])
@example([FIRST[0], ("publish", 0, 0), ("bring", 0, 1, -10, 20), ("wait", 15)])
def test_the_label_shows_exactly_while_a_valid_review_exists(question, cast, history):
    with transaction.atomic():
        lived = History(question, cast)
        for step in history:
            lived.live(step)
            lived.check(step)
        lived.check_lists()
        transaction.set_rollback(True)
