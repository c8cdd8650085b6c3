"""What the site holds, as content files: rows in, records out, a few hundred at a time."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Q, QuerySet

from accounts.models import User
from conditions.models import Condition
from questions.content_files import (
    CodeEntry,
    ConditionFile,
    ContributorFile,
    FactEntry,
    ReviewEntry,
    SourceFile,
    SummaryFile,
    SymptomEntry,
)
from questions.models import Contribution, Part, Review, Source, Summary

CHUNK: Final = 250
HEAVY: Final = ("body_html", "sources_html", "contents")


def contributors() -> QuerySet[User]:
    """Everyone who wrote or reviewed a version."""
    writers, reviewers = Summary.objects.values("author"), Review.objects.values("reviewer")
    others = Contribution.objects.values("person")
    return User.objects.filter(Q(pk__in=writers) | Q(pk__in=reviewers) | Q(pk__in=others))


def contributor_files(rows: QuerySet[User]) -> Iterator[ContributorFile]:
    for user in rows.order_by("username").iterator(chunk_size=CHUNK):
        yield ContributorFile(
            username=user.username,
            name=user.display_name,
            credential=user.credential,
            conflict_of_interest=user.conflict_of_interest,
            biography=user.biography,
        )


def source_files(rows: QuerySet[Source]) -> Iterator[SourceFile]:
    for source in rows.order_by("key").iterator(chunk_size=CHUNK):
        yield SourceFile(
            key=source.key,
            title=source.title,
            organisation=source.organisation,
            url=source.url,
            published=source.published,
            checked_on=source.checked_on,
        )


def condition_files(rows: QuerySet[Condition]) -> Iterator[ConditionFile]:
    parts = ["other_names", "codes", "condition_symptoms__symptom", "facts__source", "redirects"]
    for condition in rows.order_by("slug").prefetch_related(*parts).iterator(chunk_size=CHUNK):
        codes = [CodeEntry(code.system, code.value, code.relation) for code in condition.codes.all()]
        symptoms = [
            SymptomEntry(link.symptom.hpo_id, link.symptom.name, link.symptom.plain_name, link.frequency)
            for link in condition.condition_symptoms.all()
        ]
        yield ConditionFile(
            slug=condition.slug,
            name=condition.name,
            name_in_text=condition.name_in_text,
            short_name=condition.short_name,
            definition=condition.definition,
            other_names=tuple(other.name for other in condition.other_names.all()),
            codes=tuple(sorted(codes)),
            symptoms=tuple(symptoms),
            facts=tuple(FactEntry(fact.label, fact.value, fact.source.key) for fact in condition.facts.all()),
            old_addresses=tuple(sorted(redirect.old_slug for redirect in condition.redirects.all())),
            is_published=condition.is_published,
        )


def summary_files(rows: QuerySet[Summary]) -> Iterator[SummaryFile]:
    rows = (
        rows.order_by("question__condition__slug", "question__topic__slug", "number")
        .select_related("question__condition", "question__topic", "author", "based_on")
        .prefetch_related("citations__source", "reviews__reviewer", "reviews__carried_from__summary")
        .prefetch_related("contributions__person")
        .defer(*HEAVY, *(f"based_on__{name}" for name in (*HEAVY, "body", "source_lines")))
    )
    for summary in rows.iterator(chunk_size=CHUNK):
        yield SummaryFile(
            condition=summary.question.condition.slug,
            topic=summary.question.topic.slug,
            version=summary.number,
            state=summary.state,
            verdict=summary.verdict,
            author=summary.author.username,
            other_writers=_other_writers(summary),
            based_on=summary.based_on.number if summary.based_on else None,
            written_at=summary.written_at,
            published_at=summary.published_at,
            change_size=summary.change_size,
            change_note=summary.change_note,
            short_answer=summary.short_answer,
            sources=tuple(citation.source.key for citation in summary.citations.all()),
            reviews=tuple(_review_entry(review) for review in summary.reviews.all()),
            body=summary.body,
        )


def _other_writers(summary: Summary) -> tuple[str, ...]:
    writers = [part.person for part in summary.contributions.all() if part.part == Part.WRITER]
    return tuple(sorted(writer.username for writer in writers if writer.pk != summary.author_id))


def _review_entry(review: Review) -> ReviewEntry:
    return ReviewEntry(
        reviewer=review.reviewer.username,
        name=review.reviewer_name,
        credential=review.reviewer_credential,
        decision=review.decision,
        reviewed_on=review.reviewed_on,
        due_on=review.due_on,
        note=review.note,
        carried_from=review.carried_from.summary.number if review.carried_from else None,
    )
