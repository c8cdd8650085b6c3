"""What editors change: topics, sources, facts, summaries and their reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from conditions.models import Condition
from conditions.services import mark_all_changed, mark_changed
from markup import article
from markup.hygiene import clean, reading_minutes
from questions.models import (
    Citation,
    Decision,
    Fact,
    Question,
    Review,
    Source,
    Summary,
    SummaryState,
    Topic,
)
from questions.permissions import can_publish_summary, can_review_summary, can_write_summary
from questions.reviewing import is_approval

MAX_SHORT_ANSWER_WORDS = 60


@dataclass(frozen=True)
class ReviewRecord:
    """A review as a file gives it."""

    reviewer: User
    reviewer_name: str
    reviewer_credential: str
    decision: str
    reviewed_on: date
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class SummaryRecord:
    """A version as a file or a form gives it; `sources` stand in the order of their numbers."""

    verdict: str
    short_answer: str
    body: str
    change_note: str
    author: User
    sources: Sequence[Source] = ()
    state: str = SummaryState.DRAFT
    written_at: datetime = field(default_factory=timezone.now)
    published_at: datetime | None = None
    reviews: Sequence[ReviewRecord] = ()


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
def put_source(*, key: str, values: Mapping[str, Any]) -> Source:
    """Makes the source equal to the values, and its lines wherever it is cited; what is equal already is left alone.

    Raises ValidationError.
    """
    source = Source.objects.filter(key=key).first() or Source(key=key)
    if source.pk is not None and all(getattr(source, name) == value for name, value in values.items()):
        return source
    for name, value in values.items():
        setattr(source, name, value)
    source.full_clean()
    source.save()
    changed = set(source.facts.values_list("condition", flat=True))
    for summary in Summary.objects.filter(citations__source=source).select_related("question"):
        _show_sources(summary, _cited_sources(summary))
        summary.save(update_fields=["sources_html", "source_lines"])
        changed.add(summary.question.condition_id)
    mark_changed(changed)
    return source


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
def write_summary(*, by: User, question: Question, record: SummaryRecord) -> Summary:
    """Adds a draft as the question's next version. Raises PermissionDenied and ValidationError."""
    if not can_write_summary(by):
        raise PermissionDenied(_("Only writers add a summary."))
    last = question.summaries.aggregate(last=Max("number"))["last"] or 0
    return _create_summary(question, last + 1, record)


@transaction.atomic
def edit_draft(*, by: User, summary: Summary, record: SummaryRecord) -> Summary:
    """Changes a draft's text and sources; a published version never changes.

    Reviews of the text before are gone. Raises PermissionDenied and ValidationError.
    """
    if not can_write_summary(by):
        raise PermissionDenied(_("Only writers change a draft."))
    summary = Summary.objects.select_for_update().get(pk=summary.pk)
    if summary.state != SummaryState.DRAFT:
        raise ValidationError(_("A published version is never changed. Add a new version."))
    _fill_summary(summary, record)
    summary.full_clean()
    summary.save()
    summary.reviews.all().delete()
    summary.citations.all().delete()
    _cite(summary, record.sources)
    return summary


@transaction.atomic
def review_summary(*, by: User, summary: Summary, decision: str, due_on: date | None, note: str = "") -> Review:
    """Records what a specialist decided about this version today, under their name and credential.

    Raises PermissionDenied for anyone without the right, and for the author; ValidationError for dates that do not fit.
    """
    if not can_review_summary(by, summary):
        raise PermissionDenied(_("A named specialist other than the author reviews a summary."))
    review = _create_review(
        summary,
        ReviewRecord(by, by.display_name, by.credential, decision, timezone.localdate(), due_on, note),
    )
    refresh_question(summary.question)
    return review


@transaction.atomic
def publish_summary(*, by: User, summary: Summary) -> None:
    """Shows this version to readers; publishing it again changes nothing. Raises PermissionDenied."""
    if not can_publish_summary(by):
        raise PermissionDenied(_("Only publishers publish a summary."))
    summary = Summary.objects.select_for_update().get(pk=summary.pk)
    if summary.state == SummaryState.DRAFT:
        summary.state, summary.published_at = SummaryState.PUBLISHED, timezone.now()
        summary.full_clean()
        summary.save(update_fields=["state", "published_at"])
        refresh_question(summary.question)


@transaction.atomic
def retire_summary(*, by: User, summary: Summary) -> None:
    """Takes a version away from readers; the one published before it is shown again. Raises PermissionDenied."""
    if not can_publish_summary(by):
        raise PermissionDenied(_("Only publishers retire a summary."))
    updated = Summary.objects.filter(pk=summary.pk, state=SummaryState.PUBLISHED).update(state=SummaryState.RETIRED)
    if updated:
        refresh_question(summary.question)


@transaction.atomic
def put_summary(*, question: Question, number: int, record: SummaryRecord) -> bool:
    """Brings a version from a file, with its reviews. True when that changed anything; doing it twice never does.

    A draft becomes what the file says. A version that was published keeps its text: a file can retire it and add
    reviews to it. Raises ValidationError when a file asks for anything else.
    """
    summary = question.summaries.select_for_update().filter(number=number).first()
    if summary is None:
        summary, is_changed = _create_summary(question, number, record), True
    elif summary.state == SummaryState.DRAFT:
        is_changed = not (_is_text_of(summary, record) and summary.state == record.state)
        if is_changed:
            _replace_draft(summary, record)
    else:
        is_changed = _follow_published(summary, record)
    known = {_review_facts(review) for review in summary.reviews.all()}
    new_reviews = [review for review in record.reviews if _review_facts(review) not in known]
    for review in new_reviews:
        _create_review(summary, review)
    if is_changed or new_reviews:
        refresh_question(question)
    return is_changed or bool(new_reviews)


def refresh_question(question: Question) -> None:
    """Points the question at its newest published version and at the approval of that very version that lasts longest.

    An approval ends when any specialist asks for changes to the same version later. One that a file dates in the
    future counts only where there is no other.
    """
    newest = question.summaries.filter(state=SummaryState.PUBLISHED).order_by("-number").first()
    decisions = list(newest.reviews.order_by("-reviewed_on", "-pk")) if newest else []
    since_changes = takewhile(lambda review: review.decision != Decision.CHANGES_ASKED, decisions)
    approvals = [review for review in since_changes if newest and is_approval(review, newest)]
    today = timezone.localdate()
    question.published_summary = newest
    question.current_review = max(approvals, key=lambda r: (r.reviewed_on <= today, r.due_on, r.pk), default=None)
    question.save(update_fields=["published_summary", "current_review"])
    mark_changed([question.condition_id])


def _create_summary(question: Question, number: int, record: SummaryRecord) -> Summary:
    summary = Summary(question=question, number=number, author=record.author, state=record.state)
    summary.written_at, summary.published_at = record.written_at, record.published_at
    _fill_summary(summary, record)
    summary.full_clean()
    summary.save()
    _cite(summary, record.sources)
    return summary


def check_text(*, short_answer: str, body: str, sources: Sequence[Source]) -> article.Article:
    """The text as readers would get it. Raises ValidationError, by field, for a text that cannot be shown."""
    words = len(short_answer.split())
    if words > MAX_SHORT_ANSWER_WORDS:
        sentence = ngettext(
            "The short answer has %(words)d word; 60 is the most.",
            "The short answer has %(words)d words; 60 is the most.",
            words,
        )
        raise ValidationError({"short_answer": sentence % {"words": words}})
    if len({source.pk for source in sources}) < len(sources):
        raise ValidationError({"sources": _("A source stands in the list twice.")})
    try:
        rendered = article.render(body)
    except article.ArticleError as error:
        raise ValidationError({"body": str(error)}) from error
    dead = sorted(rendered.cited - set(range(1, len(sources) + 1)))
    if dead:
        raise ValidationError(
            {"body": _("The text cites [%(number)d], and there is no such source.") % {"number": dead[0]}}
        )
    return rendered


def _fill_summary(summary: Summary, record: SummaryRecord) -> None:
    """Puts the text in and prepares what readers get. Raises ValidationError for a text that cannot be shown."""
    summary.verdict, summary.change_note = record.verdict, clean(record.change_note)
    summary.short_answer, summary.body = clean(record.short_answer), clean(record.body)
    rendered = check_text(short_answer=summary.short_answer, body=summary.body, sources=record.sources)
    summary.body_html = rendered.html
    _show_sources(summary, list(record.sources))
    summary.contents = [[heading.anchor, heading.text] for heading in rendered.headings]
    summary.source_count = len(record.sources)
    summary.reading_minutes = reading_minutes(f"{summary.short_answer} {article.plain_text(summary.body)}")


def _cite(summary: Summary, sources: Sequence[Source]) -> None:
    Citation.objects.bulk_create(
        Citation(summary=summary, source=source, number=number) for number, source in enumerate(sources, start=1)
    )


def _cited_sources(summary: Summary) -> list[Source]:
    return [citation.source for citation in summary.citations.select_related("source")]


def _show_sources(summary: Summary, sources: Sequence[Source]) -> None:
    summary.sources_html = _sources_html(sources)
    summary.source_lines = [
        [number, source.title, source.organisation, source.url] for number, source in enumerate(sources, start=1)
    ]


def _sources_html(sources: Sequence[Source]) -> str:
    """The numbered list of sources as readers get it. The dates are written once, in the site's language."""
    rows = format_html_join(
        "\n",
        '<li id="source-{}"><a href="{}" rel="noopener noreferrer">{}</a>. {}{}. <span class="muted">{}</span></li>',
        (
            (
                number,
                source.url,
                source.title,
                source.organisation,
                f", {source.published}" if source.published else "",
                _("Checked on %(date)s.") % {"date": date_format(source.checked_on, "DATE_FORMAT")},
            )
            for number, source in enumerate(sources, start=1)
        ),
    )
    return format_html('<ol class="num sources">{}</ol>', rows) if sources else ""


def _is_text_of(summary: Summary, record: SummaryRecord) -> bool:
    """Whether the version says what the record says: the same words, sources, author and time of writing."""
    return (
        summary.verdict == record.verdict
        and summary.short_answer == clean(record.short_answer)
        and summary.body == clean(record.body)
        and summary.change_note == clean(record.change_note)
        and summary.author_id == record.author.pk
        and summary.written_at == record.written_at
        and [source.pk for source in _cited_sources(summary)] == [source.pk for source in record.sources]
    )


def _replace_draft(summary: Summary, record: SummaryRecord) -> None:
    """Makes a draft equal to the record. Reviews stay only with the very text that they were made of."""
    if not _is_text_of(summary, record):
        summary.reviews.all().delete()
    summary.state, summary.author = record.state, record.author
    summary.written_at, summary.published_at = record.written_at, record.published_at
    _fill_summary(summary, record)
    summary.full_clean()
    summary.save()
    summary.citations.all().delete()
    _cite(summary, record.sources)


def _follow_published(summary: Summary, record: SummaryRecord) -> bool:
    """Retires a published version where the record does. True when it did. Raises ValidationError for other changes."""
    is_retired_by_record = (summary.state, record.state) == (SummaryState.PUBLISHED, SummaryState.RETIRED)
    if summary.state != record.state and not is_retired_by_record:
        state = {"number": summary.number, "state": summary.get_state_display()}
        raise ValidationError({"state": _("Version %(number)d is %(state)s here. No file takes that back.") % state})
    if not _is_text_of(summary, record) or summary.published_at != record.published_at:
        reason = _("Version %(number)d is published here with another text or date, and never changes.")
        raise ValidationError(reason % {"number": summary.number})
    if is_retired_by_record:
        summary.state = SummaryState.RETIRED
        summary.save(update_fields=["state"])
    return is_retired_by_record


def _review_facts(review: Review | ReviewRecord) -> tuple[object, ...]:
    """What makes a review this one and no other."""
    return (
        review.reviewer.pk,
        review.reviewer_name,
        review.reviewer_credential,
        review.decision,
        review.reviewed_on,
        review.due_on,
        review.note,
    )


def _create_review(summary: Summary, record: ReviewRecord) -> Review:
    review = Review(
        summary=summary,
        summary_author=summary.author,
        reviewer=record.reviewer,
        reviewer_name=record.reviewer_name,
        reviewer_credential=record.reviewer_credential,
        decision=record.decision,
        reviewed_on=record.reviewed_on,
        due_on=record.due_on,
        note=record.note,
    )
    review.full_clean()
    review.save()
    return review
