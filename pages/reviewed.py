"""Which questions a specialist has reviewed, and a question as a row of a list that crosses conditions."""

from datetime import date

from django.db.models import F

from conditions.models import Condition
from pages.links import link
from pages.questions import QuestionRow
from questions.models import Assembly, Decision, Question, Topic
from questions.patterns import fill
from questions.querysets import QuestionQuerySet
from questions.reviewing import review_state

HEAVY = [
    f"published_summary__{name}"
    for name in ("body", "body_html", "sources_html", "source_lines", "contents", "change_note")
]


def reviewed_questions(*, today: date) -> QuestionQuerySet:
    """Questions that show “Medically reviewed” on the day `today`: the rule of `review_state`, as a filter."""
    return Question.objects.filter(
        current_review__isnull=False,
        current_review__summary=F("published_summary"),
        current_review__decision=Decision.APPROVED,
        current_review__reviewed_on__lte=today,
        current_review__due_on__gte=today,
        topic__is_retired=False,
    )


def with_state(questions: QuestionQuerySet) -> QuestionQuerySet:
    """Brings along what a row says about a question, without its long texts."""
    return questions.select_related("published_summary", "current_review").defer(*HEAVY)


def question_row(condition: Condition, topic: Topic, question: Question | None, *, today: date) -> QuestionRow:
    """A question with its full title; `question` comes from `with_state`, or is None where no one has written yet."""
    summary = question.published_summary if question else None
    review = question.current_review if question else None
    return QuestionRow(
        slug=topic.slug,
        group=topic.group,
        heading=fill(topic.title_pattern, condition),
        url=link("question-detail", condition.slug, topic.slug),
        review=review_state(review, summary, today=today) if summary else "",
        has_summary=summary is not None or topic.assembly != Assembly.NONE,
        answer_count=question.answer_count if question else 0,
        is_sensitive=topic.is_sensitive,
    )
