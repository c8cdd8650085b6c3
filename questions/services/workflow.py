"""The way of a version to readers, and away from them: each step once, by someone who may, and written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from markup.hygiene import clean
from questions.change_size import Text, why_no_typo
from questions.checking import blocking_errors
from questions.models import ChangeSize, Decision, Part, Review, Summary, SummaryState
from questions.permissions import can_publish_summary, can_review, can_review_summary, can_write_summary
from questions.services.comebacks import comeback_of
from questions.services.preparing import cited_sources
from questions.services.recording import counting_approval, create_review, record_step, refresh_question
from questions.services.records import ReviewRecord
from questions.services.writing import DraftChangedError

REVIEWABLE = (SummaryState.SUBMITTED, SummaryState.APPROVED, SummaryState.PUBLISHED)
PUBLISHABLE = (SummaryState.DRAFT, SummaryState.SUBMITTED, SummaryState.APPROVED)


@dataclass(frozen=True)
class PublishReport:
    """Which versions were published, and which were not, each with the reason."""

    published: tuple[Summary, ...]
    refused: tuple[tuple[Summary, str], ...]


@transaction.atomic
def submit_summary(*, by: User, summary: Summary, note: str = "", revision: int | None = None) -> Summary:
    """Hands a draft to the specialists; from now on its text never changes. Submitting it again changes nothing.

    Raises PermissionDenied, ValidationError, and DraftChangedError when someone saved it since `revision`.
    """
    if not can_write_summary(by):
        raise PermissionDenied(_("Only writers submit a summary."))
    summary = _locked(summary)
    if summary.state == SummaryState.SUBMITTED:
        return summary
    if summary.state != SummaryState.DRAFT:
        raise _wrong_state(summary, _("Only a draft is submitted."))
    if revision is not None and revision != summary.revision:
        raise DraftChangedError(summary)
    record_step(summary, SummaryState.SUBMITTED, by=by, note=clean(note))
    return summary


@transaction.atomic
def approve_summary(*, by: User, summary: Summary, due_on: date | None, note: str = "") -> Review:
    """Records a full review of today under the specialist's name and credential. A submitted version is then approved.

    A published version stays published, with new dates. The same approval again changes nothing. Raises
    PermissionDenied for anyone without the right and for whoever wrote words of it; ValidationError for the rest.
    """
    return _decide(by=by, summary=summary, decision=Decision.APPROVED, due_on=due_on, note=clean(note))


@transaction.atomic
def ask_for_changes(*, by: User, summary: Summary, note: str) -> Review:
    """Records what a specialist wants changed. The answer is a new version; a published one loses its label at once.

    Asking for the same again changes nothing. Raises PermissionDenied and ValidationError.
    """
    if not clean(note):
        raise ValidationError({"note": _("Say what has to change.")})
    return _decide(by=by, summary=summary, decision=Decision.CHANGES_ASKED, due_on=None, note=clean(note))


@transaction.atomic
def publish_summary(*, by: User, summary: Summary, note: str = "") -> Summary:
    """Shows this version to readers, in place of the one before; publishing it again changes nothing.

    A version that nobody approved is published without the label. A typo keeps the review of the version before.
    Raises PermissionDenied and ValidationError.
    """
    if not can_publish_summary(by):
        raise PermissionDenied(_("Only publishers publish a summary."))
    summary = _locked(summary)
    if summary.state == SummaryState.PUBLISHED:
        return summary
    if summary.state not in PUBLISHABLE:
        raise _wrong_state(summary, _("Add a new version of it, and publish that."))
    before = summary.question.summaries.filter(state=SummaryState.PUBLISHED).first()
    if before and before.number > summary.number:
        reason = _("Version %(newer)s is published already, and version %(number)d is older.")
        raise ValidationError(reason % {"newer": before.number, "number": summary.number})
    if summary.change_size == ChangeSize.TYPO:
        _keep_review(summary, before)
    if before:
        take_over = _("Version %(number)d took its place.") % {"number": summary.number}
        record_step(before, SummaryState.SUPERSEDED, by=by, note=take_over)
    record_step(summary, SummaryState.PUBLISHED, by=by, note=clean(note))
    refresh_question(summary.question)
    return summary


def publish_summaries(*, by: User, summaries: Iterable[Summary]) -> PublishReport:
    """Publishes each version that passes the checks and can be published, and says of every other why not.

    Raises PermissionDenied.
    """
    if not can_publish_summary(by):
        raise PermissionDenied(_("Only publishers publish a summary."))
    published, refused = [], []
    for summary in summaries:
        try:
            if errors := blocking_errors(summary):
                raise ValidationError(errors)
            published.append(publish_summary(by=by, summary=summary))
        except ValidationError as error:
            refused.append((summary, " ".join(error.messages)))
    return PublishReport(tuple(published), tuple(refused))


@transaction.atomic
def retire_summary(*, by: User, summary: Summary, note: str = "", bring_back: bool = False) -> Summary:
    """Takes a version away from readers. Again changes nothing.

    The one that it had replaced is shown again, after a clinical change only when the publisher says that it still
    holds (`bring_back`). A superseded version is retired so that it never comes back. Raises PermissionDenied and
    ValidationError.
    """
    if not can_publish_summary(by):
        raise PermissionDenied(_("Only publishers retire a summary."))
    summary = _locked(summary)
    if summary.state == SummaryState.RETIRED:
        return summary
    if summary.state not in {SummaryState.PUBLISHED, SummaryState.SUPERSEDED}:
        raise _wrong_state(summary, _("Only what readers saw is retired."))
    comeback = comeback_of(summary)
    record_step(summary, SummaryState.RETIRED, by=by, note=clean(note))
    if comeback and (comeback.is_by_itself or bring_back):
        reason = _("Version %(number)d was retired.") % {"number": summary.number}
        record_step(comeback.version, SummaryState.PUBLISHED, by=by, note=reason)
    refresh_question(summary.question)
    return summary


def _decide(*, by: User, summary: Summary, decision: Decision, due_on: date | None, note: str) -> Review:
    """Stores a specialist's decision of today, and the step that follows from it."""
    if not can_review(by):
        raise PermissionDenied(
            _("Only specialists review, with a credential and a line on conflicts of interest in their profile.")
        )
    summary = _locked(summary)
    if not can_review_summary(by, summary):
        raise PermissionDenied(_("You wrote part of this text. Another specialist reviews it."))
    record = ReviewRecord(by, by.display_name, by.credential, decision, timezone.localdate(), due_on, note)
    last = summary.reviews.order_by("-reviewed_on", "-pk").first()
    if last and _is_the_same(last, record):
        return last
    if summary.state not in REVIEWABLE:
        raise _wrong_state(summary, _("Only a submitted or a published version is reviewed."))
    if decision == Decision.APPROVED and (errors := blocking_errors(summary)):
        raise ValidationError([_("What the checks found stands in the way of an approval."), *errors])
    review = create_review(summary, record)
    is_shown = summary.state == SummaryState.PUBLISHED
    record_step(summary, summary.state if is_shown else decision, by=by, note=note, review=review)
    if is_shown:
        refresh_question(summary.question)
    return review


def _is_the_same(review: Review, record: ReviewRecord) -> bool:
    return (
        review.carried_from_id is None
        and review.reviewer_id == record.reviewer.pk
        and review.decision == record.decision
        and review.reviewed_on == record.reviewed_on
        and review.due_on == record.due_on
        and review.note == record.note
    )


def _keep_review(summary: Summary, before: Summary | None) -> None:
    """Carries the review of the published version over to one that differs by a typo, with its name and dates.

    Raises ValidationError when the change is more than that.
    """
    today = timezone.localdate()
    if counting_approval(summary, today=today):
        return
    if before is None:
        raise ValidationError(_("Nothing is published here yet, so this is no typo. Choose another size."))
    if reason := why_no_typo(_text(before), _text(summary)):
        sentence = _("This is more than a typo: %(reason)s Choose another size for the change.")
        raise ValidationError(sentence % {"reason": reason})
    kept = counting_approval(before, today=today)
    if kept is None:
        return
    if summary.contributions.filter(person=kept.reviewer_id, part=Part.WRITER).exists():
        sentence = _("%(name)s reviewed this page, and cannot correct it as well. Let someone else correct it.")
        raise ValidationError(sentence % {"name": kept.reviewer_name})
    record = ReviewRecord(
        kept.reviewer,
        kept.reviewer_name,
        kept.reviewer_credential,
        kept.decision,
        kept.reviewed_on,
        kept.due_on,
        kept.note,
    )
    create_review(summary, record, carried_from=kept)


def _text(summary: Summary) -> Text:
    keys = [source.key for source in cited_sources(summary)]
    return Text(summary.verdict, summary.short_answer, summary.body, keys)


def _locked(summary: Summary) -> Summary:
    """The version as it is now, held until the end of the transaction; its question first, so that all wait in line."""
    question = type(summary.question).objects.select_for_update().get(pk=summary.question_id)
    found = Summary.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=summary.pk)
    found.question = question
    return found


def _wrong_state(summary: Summary, advice: str) -> ValidationError:
    sentence = _("Version %(number)d is %(state)s. %(advice)s")
    words = {"number": summary.number, "state": summary.get_state_display(), "advice": advice}
    return ValidationError(sentence % words)
