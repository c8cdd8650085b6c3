"""The readers' loop: a word on a page, a concern, and the editors' answer to it."""

from datetime import timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conditions.services import mark_changed
from markup.hygiene import clean
from questions.models import Answer, Concern, ConcernKind, Outcome, PageFeedback, Question, Summary
from questions.permissions import can_settle_concern

DAYS_TO_SETTLE: Final = {ConcernKind.PROBLEM: 14, ConcernKind.DIFFERS: 30}


def give_feedback(*, summary: Summary, is_helpful: bool) -> PageFeedback:
    """Keeps whether the version answered a reader's question; nothing about the reader."""
    return PageFeedback.objects.create(summary=summary, is_helpful=is_helpful)


@transaction.atomic
def explain_feedback(*, feedback: PageFeedback, words: str) -> None:
    """Adds what was missing, once: later words change nothing. Raises ValidationError for words that are too long."""
    feedback = PageFeedback.objects.select_for_update().get(pk=feedback.pk)
    if feedback.words or feedback.is_helpful:
        return
    feedback.words = clean(words).strip()
    feedback.full_clean()
    feedback.save(update_fields=["words"])


@transaction.atomic
def mark_feedback_read(*, by: User, summary: Summary) -> int:
    """An editor has read what readers missed on this version: it leaves the list. Raises PermissionDenied."""
    if not can_settle_concern(by):
        raise PermissionDenied(_("Only editors mark readers' words as read."))
    unread = PageFeedback.objects.filter(summary=summary, is_helpful=False, read_at__isnull=True)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def raise_concern(*, question: Question, kind: str, words: str = "", answer: Answer | None = None) -> Concern:
    """Opens a task for editors, with a day by which it is to be settled. Raises ValidationError.

    The same words about the same page, or the same answer, open one task only: the second call returns the first's.
    An answer that “differs from the summary” needs no words of its own: the answer says it.
    """
    words = clean(words).strip()
    if not words and answer is None:
        raise ValidationError({"words": _("Say in a few words what is wrong.")})
    Question.objects.select_for_update().get(pk=question.pk)
    same = {"answer": answer} if answer else {"question": question, "kind": kind, "words": words, "outcome": ""}
    if present := Concern.objects.filter(**same).first():
        return present
    due_on = timezone.localdate() + timedelta(days=DAYS_TO_SETTLE[ConcernKind(kind)])
    concern = Concern(question=question, kind=kind, words=words, answer=answer, due_on=due_on)
    concern.full_clean()
    concern.save()
    return concern


@transaction.atomic
def settle_concern(*, by: User, concern: Concern, outcome: str, explanation: str = "") -> Concern:
    """Closes the task with an outcome, which the public record shows; doing it again with the same changes nothing.

    Raises PermissionDenied, and ValidationError for a second, different outcome or an outcome without explanation.
    """
    if not can_settle_concern(by):
        raise PermissionDenied(_("Only editors settle a concern."))
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    explanation = clean(explanation).strip()
    if concern.outcome:
        if (concern.outcome, concern.explanation) != (outcome, explanation):
            raise ValidationError(_("Somebody settled this concern already: “%s”") % concern.get_outcome_display())
        return concern
    if not outcome:
        raise ValidationError({"outcome": _("Choose an outcome.")})
    concern.outcome, concern.explanation = outcome, explanation
    concern.settled_at, concern.settled_by = timezone.now(), by
    concern.full_clean()
    concern.save(update_fields=["outcome", "explanation", "settled_at", "settled_by"])
    if outcome != Outcome.NOT_ABOUT_CONTENT:
        mark_changed([concern.question.condition_id])
    return concern
