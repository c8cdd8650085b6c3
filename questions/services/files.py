"""Versions and reviews that come from files, with the states and dates that they have there."""

from dataclasses import replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from questions.models import SEEN_STATES, Contribution, Decision, Part, Question, Review, Summary, SummaryState
from questions.services.preparing import cite, fill_summary, says_the_same
from questions.services.recording import create_review, record_step, refresh_question, take_part
from questions.services.records import ReviewRecord, SummaryRecord
from questions.services.writing import write_summary

_AHEAD: Final[dict[str, set[SummaryState]]] = {
    SummaryState.SUBMITTED: {SummaryState.CHANGES_ASKED, SummaryState.APPROVED, *SEEN_STATES},
    SummaryState.APPROVED: {SummaryState.CHANGES_ASKED, *SEEN_STATES},
    SummaryState.CHANGES_ASKED: set(),
    SummaryState.PUBLISHED: {SummaryState.RETIRED},
    SummaryState.SUPERSEDED: {SummaryState.RETIRED},
    SummaryState.RETIRED: set(),
}
"""Where a file can take a version that is no draft any more."""
_IN_VIEW: Final = {SummaryState.PUBLISHED, SummaryState.SUPERSEDED}
_DECIDED: Final[dict[str, Decision]] = {
    SummaryState.APPROVED: Decision.APPROVED,
    SummaryState.CHANGES_ASKED: Decision.CHANGES_ASKED,
}


@transaction.atomic
def put_summary(*, question: Question, number: int, record: SummaryRecord) -> bool:
    """Brings a version from a file, with its reviews. True when that changed anything; doing it twice never does.

    A draft becomes what the file says. A version that was submitted keeps its text: a file can take it further on its
    way and add reviews to it. Of the published versions of a question, the newest is shown, and the others are
    superseded, whatever order they come in. Raises ValidationError when a file asks for anything else.
    """
    summary = question.summaries.select_for_update().filter(number=number).first()
    if summary is None:
        summary, is_changed = Summary(question=question, number=number), True
        _write(summary, record)
    elif summary.state == SummaryState.DRAFT:
        is_changed = not (_is_text_of(summary, record) and summary.state == record.state)
        if is_changed:
            summary.revision += 1
            summary.changed_at = timezone.now()
            _write(summary, record)
    else:
        is_changed = _follow(summary, record)
    has_new_reviews = _add_reviews(summary, record)
    if is_changed or has_new_reviews:
        refresh_question(question)
    return is_changed or has_new_reviews


@transaction.atomic
def put_draft(*, by: User, question: Question, record: SummaryRecord) -> Summary | None:
    """Brings a text from a file as a draft of this editor, whatever state and reviews the file gives it.

    Nothing where a version at work or the published one says the same already. Raises PermissionDenied and
    ValidationError.
    """
    known = [*question.summaries.at_work(), *question.summaries.filter(state=SummaryState.PUBLISHED)]
    if any(says_the_same(summary, record) for summary in known):
        return None
    draft = replace(record, author=by, state=SummaryState.DRAFT, published_at=None, reviews=(), based_on=None)
    summary = write_summary(by=by, question=question, record=draft)
    take_part(summary, {record.author, *record.other_writers}, Part.WRITER)
    return summary


@transaction.atomic
def put_review(*, summary: Summary, record: ReviewRecord) -> Review:
    """Adds one review with the name, the day and the decision that a file gives it. Raises ValidationError."""
    review = create_review(summary, record, carried_from=_carried_from(summary, record))
    refresh_question(summary.question)
    return review


def _check_state(record: SummaryRecord) -> None:
    """A decision stands in the file with the state that follows from it, and a date with what readers saw."""
    if (record.state in SEEN_STATES) != (record.published_at is not None):
        sentence = _("A version that readers saw has a date of publishing, others have none.")
        raise ValidationError({"published_at": sentence})
    if record.state in {SummaryState.DRAFT, SummaryState.SUBMITTED} and record.reviews:
        raise ValidationError({"reviews": _("A version that was reviewed is neither “draft” nor “submitted”.")})
    wanted = _DECIDED.get(record.state)
    if wanted and not any(review.decision == wanted for review in record.reviews):
        raise ValidationError({"state": _("In this state a version has a review that says so.")})


def _write(summary: Summary, record: SummaryRecord) -> None:
    """Gives a new version or a draft the words of the record, and then its state."""
    _check_state(record)
    summary.author, summary.written_at, summary.state = record.author, record.written_at, SummaryState.DRAFT
    summary.published_at = None
    summary.based_on = _version(summary.question, record.based_on, "based_on")
    fill_summary(summary, record)
    summary.full_clean()
    summary.save()
    cite(summary, record.sources)
    Contribution.objects.filter(summary=summary, part=Part.WRITER).delete()
    take_part(summary, [record.author, *record.other_writers], Part.WRITER)
    if record.state != SummaryState.DRAFT:
        _go(summary, record)


def _follow(summary: Summary, record: SummaryRecord) -> bool:
    """Takes a version to the state of the record. True when that is another one. Raises ValidationError otherwise."""
    is_further = record.state in _AHEAD[summary.state]
    is_same = summary.state == record.state or {summary.state, record.state} == _IN_VIEW
    if not is_further and not is_same:
        state = {"number": summary.number, "state": summary.get_state_display()}
        raise ValidationError({"state": _("Version %(number)d is %(state)s here. No file takes that back.") % state})
    _check_state(record)
    has_date = summary.published_at is None or summary.published_at == record.published_at
    if not _is_text_of(summary, record) or not has_date:
        reason = _("Version %(number)d is %(state)s here with another text or date, and never changes.")
        raise ValidationError(reason % {"number": summary.number, "state": summary.get_state_display()})
    if is_further:
        _go(summary, record)
    return is_further


def _go(summary: Summary, record: SummaryRecord) -> None:
    """The step that a file asks for. A newer version in view makes this one superseded, and an older one gives way."""
    state, note = SummaryState(record.state), _("From a file.")
    if state == SummaryState.PUBLISHED:
        shown = summary.question.summaries.filter(state=SummaryState.PUBLISHED).first()
        if shown and shown.number > summary.number:
            state = SummaryState.SUPERSEDED
        elif shown:
            record_step(shown, SummaryState.SUPERSEDED, by=None, note=note)
    if state in SEEN_STATES:
        summary.published_at = summary.published_at or record.published_at
    record_step(summary, state, by=None, note=note)


def _add_reviews(summary: Summary, record: SummaryRecord) -> bool:
    """Adds those reviews of the record that the version does not have. True when there were any."""
    known = {_facts(review) for review in summary.reviews.select_related("reviewer")}
    new = [review for review in record.reviews if _facts(review) not in known]
    for review in new:
        create_review(summary, review, carried_from=_carried_from(summary, review))
    return bool(new)


def _carried_from(summary: Summary, record: ReviewRecord) -> Review | None:
    """The review of an earlier version that this one carries on."""
    earlier = _version(summary.question, record.carried_from, "reviews")
    if earlier is None:
        return None
    return earlier.reviews.filter(
        reviewer=record.reviewer, decision=record.decision, reviewed_on=record.reviewed_on, due_on=record.due_on
    ).first()


def _version(question: Question, number: int | None, field: str) -> Summary | None:
    """The version of that number. Raises ValidationError where there is none."""
    if number is None:
        return None
    found = question.summaries.filter(number=number).first()
    if found is None:
        raise ValidationError({field: _("This question has no version %(number)d.") % {"number": number}})
    return found


def _is_text_of(summary: Summary, record: SummaryRecord) -> bool:
    """Whether the version says what the record says, by the same people at the same time."""
    writers = set(summary.contributions.filter(part=Part.WRITER).values_list("person", flat=True))
    return (
        says_the_same(summary, record)
        and summary.author_id == record.author.pk
        and summary.written_at == record.written_at
        and writers | {record.author.pk} == {record.author.pk, *(writer.pk for writer in record.other_writers)}
    )


def _facts(review: Review | ReviewRecord) -> tuple[object, ...]:
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
