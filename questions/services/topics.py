"""What editors change around the summaries: topics, the facts of a condition, and the row of a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from conditions.models import Condition
from conditions.services import mark_all_changed, mark_changed
from questions.models import DailyReads, Fact, Question, Source, Topic

KEEP_READS: Final = timedelta(days=400)


@dataclass(frozen=True)
class FactRecord:
    """A short fact as a file or a form gives it."""

    label: str
    value: str
    source: Source


def put_topic(values: Mapping[str, Any]) -> bool:
    """Adds a standard question that is not there yet, and leaves an owner's own choices alone. True when added."""
    if Topic.objects.filter(slug=values["slug"]).exists():
        return False
    topic = Topic(**values)
    topic.full_clean()
    topic.save()
    mark_all_changed()
    return True


@transaction.atomic
def put_facts(*, condition: Condition, facts: Sequence[FactRecord]) -> bool:
    """Gives the condition these facts in this order. True when that changed anything. Raises ValidationError."""
    present = [(fact.label, fact.value, fact.source_id) for fact in condition.facts.all()]
    if present == [(fact.label, fact.value, fact.source.pk) for fact in facts]:
        return False
    condition.facts.all().delete()
    for place, record in enumerate(facts, start=1):
        fact = Fact(condition=condition, place=place, label=record.label, value=record.value, source=record.source)
        try:
            fact.full_clean()
        except ValidationError as error:
            messages = [f"{record.label}: {message}" for message in error.messages]
            raise ValidationError({"facts": messages}) from error
        fact.save()
    mark_changed([condition.pk])
    return True


def question_of(*, condition: Condition, topic: Topic) -> Question:
    """The question's row, made with the first thing that someone writes for it."""
    question, _is_new = Question.objects.get_or_create(condition=condition, topic=topic)
    return question


@transaction.atomic
def add_reads(*, day: date, counts: Mapping[tuple[str, str], int]) -> None:
    """Adds what a process counted, by the addresses of condition and topic; forgets numbers older than 400 days."""
    conditions = dict(Condition.objects.filter(slug__in={c for c, _t in counts}).values_list("slug", "pk"))
    topics = dict(Topic.objects.filter(slug__in={t for _c, t in counts}).values_list("slug", "pk"))
    for (condition, topic), count in sorted(counts.items()):
        if condition in conditions and topic in topics:
            row = DailyReads(condition_id=conditions[condition], topic_id=topics[topic], day=day)
            DailyReads.objects.bulk_create([row], ignore_conflicts=True)
            same = DailyReads.objects.filter(condition=row.condition_id, topic=row.topic_id, day=day)
            same.update(count=F("count") + count)
    DailyReads.objects.filter(day__lt=day - KEEP_READS).delete()
