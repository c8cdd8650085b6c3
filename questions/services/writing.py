"""What writers do: begin a version, save a draft, answer a version with the next one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from questions.models import Part, Question, Summary, SummaryState
from questions.permissions import can_write_summary
from questions.services.preparing import cite, cited_sources, fill_summary, next_number, says_the_same
from questions.services.recording import take_part
from questions.services.records import SummaryRecord


class DraftChangedError(ValidationError):
    """Someone else saved the draft first: `stored` is what it says now, `record` what was to be saved."""

    def __init__(self, stored: Summary, record: SummaryRecord | None = None) -> None:
        name = stored.changed_by.display_name if stored.changed_by else _("Someone")
        super().__init__(
            _("%(name)s saved this draft while you had it open. Compare both texts, then save again.") % {"name": name}
        )
        self.stored, self.record = stored, record


@transaction.atomic
def write_summary(*, by: User, question: Question, record: SummaryRecord, based_on: Summary | None = None) -> Summary:
    """Adds a draft as the question's next version. Raises PermissionDenied and ValidationError.

    Whoever wrote the version that it is based on wrote words of this one too.
    """
    if not can_write_summary(by):
        raise PermissionDenied(_("Only writers add a summary."))
    summary = Summary(question=question, number=next_number(question), author=record.author, based_on=based_on)
    summary.written_at, summary.changed_by = record.written_at, by
    fill_summary(summary, record)
    summary.full_clean()
    summary.save()
    cite(summary, record.sources)
    take_part(summary, {record.author, by, *(_writers(based_on) if based_on else ())}, Part.WRITER)
    return summary


@transaction.atomic
def edit_draft(*, by: User, summary: Summary, record: SummaryRecord, revision: int | None = None) -> Summary:
    """Changes a draft's text and sources; what was submitted never changes. Whoever edits is one of its writers.

    `revision` is the one that the editor had opened. Saving the same text twice changes nothing. Raises
    PermissionDenied, ValidationError, and DraftChangedError when someone else saved in between.
    """
    if not can_write_summary(by):
        raise PermissionDenied(_("Only writers change a draft."))
    summary = _locked(summary)
    if says_the_same(summary, record):
        return summary
    if summary.state != SummaryState.DRAFT:
        reason = _("Version %(number)d is %(state)s, and its text never changes. Add a new version.")
        raise ValidationError(reason % {"number": summary.number, "state": summary.get_state_display()})
    if revision is not None and revision != summary.revision:
        raise DraftChangedError(summary, record)
    fill_summary(summary, record)
    summary.revision += 1
    summary.changed_at, summary.changed_by = timezone.now(), by
    summary.full_clean()
    summary.save()
    cite(summary, record.sources)
    take_part(summary, [by], Part.WRITER)
    return summary


@transaction.atomic
def revise_summary(*, by: User, summary: Summary) -> Summary:
    """The next version as a draft with the words of this one; the one that is there already, when there is one.

    Raises PermissionDenied, and ValidationError for a draft, which is simply edited.
    """
    if not can_write_summary(by):
        raise PermissionDenied(_("Only writers add a summary."))
    summary = _locked(summary)
    if summary.state == SummaryState.DRAFT:
        raise ValidationError(_("This version is a draft. Edit it as it is."))
    draft = summary.later_versions.filter(state=SummaryState.DRAFT).first()
    if draft:
        return draft
    record = SummaryRecord(
        verdict=summary.verdict,
        short_answer=summary.short_answer,
        body=summary.body,
        change_note=_("Changes version %(number)d.") % {"number": summary.number},
        author=by,
        sources=cited_sources(summary),
    )
    return write_summary(by=by, question=summary.question, record=record, based_on=summary)


def _locked(summary: Summary) -> Summary:
    """The version as it is now, held until the end of the transaction."""
    return Summary.objects.select_for_update(of=("self",)).select_related("changed_by", "question").get(pk=summary.pk)


def _writers(summary: Summary) -> list[User]:
    return [part.person for part in summary.contributions.filter(part=Part.WRITER).select_related("person")]
