"""Rows to checked texts: loads what the checks read, a constant number of queries for any number of versions."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Final

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from conditions.models import Condition
from questions.checks import CheckedFact, CheckedReview, CheckedSource, CheckedText, Finding, check, errors
from questions.models import Decision, PlainWord, Source, Summary, Topic
from questions.reviewing import EARLY_MONTHS, MONTHS

CHUNK: Final = 200
_PARTS: Final = (
    "question__condition__other_names",
    "question__condition__facts",
    "question__topic",
    "citations__source",
    "reviews",
)


def checked_texts(summaries: QuerySet[Summary]) -> Iterator[tuple[Summary, CheckedText]]:
    """Each version with what the checks read of it."""
    plain = plain_words()
    for chunk in batched(summaries.iterator(chunk_size=CHUNK), CHUNK):
        rows = list(chunk)
        prefetch_related_objects(rows, *_PARTS)
        for summary in rows:
            yield summary, checked_text(summary, plain=plain)


def _stored_text(summary: Summary) -> CheckedText:
    """The version as it is stored now, read anew, so that the caller's own object remembers nothing of it."""
    _summary, text = next(checked_texts(Summary.objects.filter(pk=summary.pk)))
    return text


def plain_words() -> tuple[tuple[str, str], ...]:
    """The site's own words with plainer ones, in its language: one query."""
    language = settings.LANGUAGE_CODE.partition("-")[0]
    return tuple(PlainWord.objects.filter(language=language).values_list("word", "plainer"))


def checked_text(summary: Summary, *, plain: tuple[tuple[str, str], ...]) -> CheckedText:
    """A version as the checks read it."""
    return draft_text(
        condition=summary.question.condition,
        topic=summary.question.topic,
        verdict=summary.verdict,
        short_answer=summary.short_answer,
        body=summary.body,
        sources=[citation.source for citation in summary.citations.all()],
        reviews=[
            CheckedReview(review.reviewer_id == summary.author_id, review.reviewed_on, review.due_on)
            for review in summary.reviews.all()
            if review.decision == Decision.APPROVED
        ],
        plain=plain,
    )


def draft_text(
    *,
    condition: Condition,
    topic: Topic,
    verdict: str,
    short_answer: str,
    body: str,
    sources: Iterable[Source],
    reviews: Iterable[CheckedReview] = (),
    plain: tuple[tuple[str, str], ...],
) -> CheckedText:
    """A text that need not be stored anywhere."""
    other = [name.name for name in condition.other_names.all()]
    names = dict.fromkeys([condition.name, condition.in_text, condition.short, *other])
    return CheckedText(
        verdict=verdict,
        short_answer=short_answer,
        body=body,
        sources=tuple(CheckedSource(s.title, s.url, s.checked_on, s.published) for s in sources),
        today=timezone.localdate(),
        full_name=condition.in_text if condition.short_name else "",
        names=tuple(names),
        topic=topic.slug,
        takes_verdict=topic.takes_verdict,
        review_months=EARLY_MONTHS if topic.needs_early_review else MONTHS,
        reviews=tuple(reviews),
        facts=tuple(CheckedFact(fact.label, fact.value) for fact in condition.facts.all()),
        language=settings.LANGUAGE_CODE,
        plain_words=plain,
    )


def findings_of(summary: Summary) -> tuple[Finding, ...]:
    """Everything that the checks find in a stored version."""
    return check(_stored_text(summary))


def blocking_errors(summary: Summary) -> list[str]:
    """The sentences that stop the approval of a stored version; none where it may be approved."""
    return [said(finding) for finding in errors(_stored_text(summary))]


def said(finding: Finding) -> str:
    """A finding in one line."""
    return f"{finding.message} “{finding.excerpt}”" if finding.excerpt else finding.message
