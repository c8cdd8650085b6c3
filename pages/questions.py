"""The set of standard questions of a condition, with the state of each."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from conditions.models import Condition
from pages.links import link
from pages.prepared import PreparedQuery
from pages.wording import answers_words, remembered
from questions.models import Assembly, Topic, TopicGroup
from questions.patterns import fill
from questions.reviewing import ReviewState

STANDARD_QUESTIONS = PreparedQuery(
    lambda condition: (
        Topic.objects.current()
        .with_question_of(condition)
        .values_list(
            *("slug", "group", "heading_pattern", "is_sensitive", "assembly", "asked__published_summary_id"),
            *("asked__answer_count", "asked__current_review__summary_id", "asked__current_review__due_on"),
        )
    ),
    int,
)


@dataclass(frozen=True)
class QuestionLine:
    """What a list shows of a question; `state` and `answers` in words."""

    url: str
    heading: str
    is_reviewed: bool
    state: str
    answers: str


@dataclass(frozen=True)
class QuestionRow:
    """One question in a list: where it stands, what it asks, and what there is to read."""

    slug: str
    group: str
    heading: str
    url: str
    review: str
    has_summary: bool
    answer_count: int
    is_sensitive: bool

    @property
    def is_reviewed(self) -> bool:
        return self.review == ReviewState.REVIEWED

    @property
    def state_words(self) -> str:
        return state_words(self.review, self.has_summary)

    @property
    def line(self) -> QuestionLine:
        return QuestionLine(self.url, self.heading, self.is_reviewed, self.state_words, self.answer_words)

    @property
    def answer_words(self) -> str:
        """How many members have answered."""
        return answers_words(self.answer_count)


@remembered
def state_words(review: str, has_summary: bool) -> str:
    """What stands behind the answer."""
    if review == ReviewState.REVIEWED:
        return _("Reviewed")
    if review == ReviewState.OVERDUE:
        return _("Review due")
    if review:
        return _("Written by editors")
    return _("From the catalogue") if has_summary else _("Not written yet")


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of one part of a condition's page."""

    name: str
    rows: tuple[QuestionRow, ...]


def condition_label(condition: Condition) -> str:
    """The name with its short name: “Acute lymphocytic leukemia (ALL)”."""
    return f"{condition.name} ({condition.short_name})" if condition.short_name else condition.name


def question_rows(condition: Condition, *, today: date) -> tuple[QuestionRow, ...]:
    """All current questions of a condition in their order: one query."""
    rows = STANDARD_QUESTIONS.rows(condition.pk)
    base = link("question-list", condition.slug)
    return tuple(
        QuestionRow(
            slug=slug,
            group=group,
            heading=fill(heading, condition),
            url=f"{base}{slug}/",
            review=_review(summary_id, reviewed_id, due_on, today),
            has_summary=summary_id is not None or assembly != Assembly.NONE,
            answer_count=answer_count or 0,
            is_sensitive=is_sensitive,
        )
        for slug, group, heading, is_sensitive, assembly, summary_id, answer_count, reviewed_id, due_on in rows
    )


def grouped(rows: tuple[QuestionRow, ...]) -> tuple[QuestionGroup, ...]:
    """The rows under the names of their groups, in the groups' order."""
    order = list(TopicGroup.values)
    by_group = sorted(rows, key=lambda row: order.index(row.group))
    return tuple(
        QuestionGroup(name=str(TopicGroup(group).label), rows=tuple(members))
        for group, members in groupby(by_group, key=lambda row: row.group)
    )


def _review(summary_id: int | None, reviewed_id: int | None, due_on: date | None, today: date) -> str:
    if summary_id is None:
        return ""
    if reviewed_id != summary_id or due_on is None:
        return ReviewState.NOT_REVIEWED
    return ReviewState.REVIEWED if today <= due_on else ReviewState.OVERDUE
