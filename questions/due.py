"""Which reviews run out, the most read and the longest waiting first."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from questions.models import DailyReads, Question
from questions.patterns import fill

DAYS_AHEAD: Final = 30
DAYS_OF_READS: Final = 30


@dataclass(frozen=True)
class DueReview:
    """A published page whose review runs out within the days that were asked for, or has run out."""

    question: Question
    title: str
    summary_id: int
    reviewer: User
    due_on: date
    days_left: int
    reads: int
    weight: int

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0


def due_reviews(*, today: date, days: int = DAYS_AHEAD) -> list[DueReview]:
    """One query. `weight` is the reads of the last 30 days × the days since the page came into view here."""
    reads = DailyReads.objects.filter(
        condition=OuterRef("condition"), topic=OuterRef("topic"), day__gt=today - timedelta(days=DAYS_OF_READS)
    )
    total = reads.values("condition").annotate(total=Sum("count")).values("total")
    questions = (
        Question.objects.filter(
            current_review__due_on__lt=today + timedelta(days=days),
            condition__is_published=True,
            topic__is_retired=False,
        )
        .select_related("condition", "topic", "current_review__reviewer")
        .annotate(reads=Coalesce(Subquery(total, output_field=IntegerField()), 0))
    )
    found = [
        DueReview(
            question=question,
            title=fill(question.topic.title_pattern, question.condition),
            summary_id=review.summary_id,
            reviewer=review.reviewer,
            due_on=review.due_on,
            days_left=(review.due_on - today).days,
            reads=question.reads,
            weight=max(question.reads, 1) * (days - (review.due_on - today).days),
        )
        for question in questions
        if (review := question.current_review) and review.due_on
    ]
    return sorted(found, key=lambda due: (-due.weight, due.due_on, due.title))
