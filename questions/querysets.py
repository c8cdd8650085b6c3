from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, FilteredRelation, Q

from moderation.querysets import ModeratedQuerySet


class TopicQuerySet(models.QuerySet):
    """The standard questions."""

    def current(self) -> Self:
        """Those that every condition shows, in their order."""
        return self.filter(is_retired=False).order_by("place", "pk")

    def with_question_of(self, condition: models.Model | int) -> Self:
        """Adds `asked`: the condition's question on this topic, or nothing where no one has written yet."""
        return self.annotate(asked=FilteredRelation("questions", condition=Q(questions__condition=condition)))


class QuestionQuerySet(models.QuerySet):
    """Questions that someone has written for."""

    def with_published(self) -> Self:
        """Brings the published summary, its author and its review along."""
        return self.select_related("published_summary__author", "current_review")

    def indexable(self) -> Self:
        """Those worth a visit from a search engine: a published summary or a member's answer."""
        return self.filter(
            Q(published_summary__isnull=False) | Q(answer_count__gt=0),
            condition__is_published=True,
            topic__is_retired=False,
        )


class SummaryQuerySet(models.QuerySet):
    """Versions of the editors' answers."""

    def seen(self) -> Self:
        """Those that readers see or have seen."""
        return self.filter(state__in=["published", "superseded", "retired"])

    def at_work(self) -> Self:
        """Those on their way to readers: none that a newer version has overtaken."""
        overtaken = Q(question__published_summary__number__gt=F("number"))
        return self.filter(state__in=["draft", "submitted", "changes-asked", "approved"]).exclude(overtaken)


class AnswerQuerySet(ModeratedQuerySet):
    """Members' answers."""

    def most_helpful_first(self) -> Self:
        return self.order_by("-helpful_rank", "-posted_at", "-pk")

    def newest_first(self) -> Self:
        return self.order_by("-posted_at", "-pk")

    def differing_from_summary(self) -> Self:
        """Those that tell the editors that life is different from what their text says."""
        return self.filter(visibility="visible", differs_from_summary=True)


class SourceQuerySet(models.QuerySet):
    """Publications that summaries cite."""

    def longest_unread_first(self) -> Self:
        """Those whose link was never read, then those whose last look is the longest ago."""
        return self.order_by(F("check_result__checked_at").asc(nulls_first=True), "pk")

    def awaiting_look(self, *, before: datetime, retry_before: datetime) -> Self:
        """Those last read before a moment, or without an answer before a later one."""
        silent = Q(check_result__result="unreachable", check_result__checked_at__lt=retry_before)
        due = Q(check_result__isnull=True) | Q(check_result__checked_at__lt=before) | silent
        return self.filter(due).longest_unread_first()


class SourceCheckQuerySet(models.QuerySet):
    """What was found behind the links of sources."""

    FAILURES_IN_A_ROW = 3

    def in_trouble(self) -> Self:
        """Sources that an editor has to look at: moved, vanished, retracted, or silent three times in a row."""
        gone = Q(result__in=["moved", "vanished", "retracted"])
        return self.filter(gone | Q(result="unreachable", failures__gte=self.FAILURES_IN_A_ROW))
