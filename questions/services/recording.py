"""The record of a version: who took part in it, which steps it took, and which approval counts."""

from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conditions.services import mark_changed
from questions.models import Contribution, Decision, Part, Question, Review, Summary, SummaryState, Transition
from questions.reviewing import EARLY_MONTHS, MONTHS, is_approval, latest_due
from questions.services.preparing import hash_of
from questions.services.records import ReviewRecord

_TEXT: Final = {field.name for field in Summary._meta.concrete_fields} - {"question", "state", "published_at"}
"""What a step leaves as it was checked when it was written."""


def take_part(summary: Summary, people: Iterable[User], part: Part) -> None:
    """Notes what these people did for the version. Raises ValidationError for someone who has the other part."""
    for person in people:
        contribution, _is_new = Contribution.objects.get_or_create(
            summary=summary, person=person, defaults={"part": part}
        )
        if contribution.part != part:
            reason = _("%(name)s wrote part of this version, or reviewed it, and cannot do the other as well.")
            raise ValidationError(reason % {"name": person.display_name})


def record_step(
    summary: Summary, to_state: str, *, by: User | None, note: str = "", review: Review | None = None
) -> None:
    """Moves the version to a state and writes down who did it, why, and what the text was."""
    step = Transition(summary=summary, from_state=summary.state, to_state=to_state, by=by, note=note, review=review)
    step.text_hash = hash_of(summary)
    summary.state = to_state
    if to_state == SummaryState.PUBLISHED and summary.published_at is None:
        summary.published_at = timezone.now()
    summary.full_clean(exclude=_TEXT)
    summary.save(update_fields=["state", "published_at"])
    step.full_clean(exclude=["summary", "by", "review"])
    step.save()


def create_review(summary: Summary, record: ReviewRecord, *, carried_from: Review | None = None) -> Review:
    """Stores a decision about the version. Raises ValidationError for its author, its writers, and dates too far."""
    is_early = summary.question.topic.needs_early_review
    review = Review(
        summary=summary,
        summary_author=summary.author,
        reviewer=record.reviewer,
        reviewer_name=record.reviewer_name,
        reviewer_credential=record.reviewer_credential,
        decision=record.decision,
        reviewed_on=record.reviewed_on,
        due_on=record.due_on,
        limit_months=EARLY_MONTHS if is_early else MONTHS,
        carried_from=carried_from,
        note=record.note,
    )
    if record.due_on and record.due_on > latest_due(record.reviewed_on, is_early=is_early):
        sentence = (
            _("What is said of treatment and outlook is reviewed again within 24 months.")
            if is_early
            else _("Every summary is reviewed again within 36 months.")
        )
        raise ValidationError({"due_on": sentence})
    review.full_clean()
    take_part(summary, [record.reviewer], Part.REVIEWER)
    review.save()
    return review


def refresh_question(question: Question) -> None:
    """Points the question at its published version and at the approval of that very version that counts."""
    shown = question.summaries.filter(state=SummaryState.PUBLISHED).first()
    question.published_summary = shown
    question.current_review = counting_approval(shown, today=timezone.localdate()) if shown else None
    question.save(update_fields=["published_summary", "current_review"])
    mark_changed([question.condition_id])


def counting_approval(summary: Summary, *, today: date) -> Review | None:
    """The approval of this version that lasts longest.

    An approval ends when any specialist asks for changes to the same version later. One that a file dates in the
    future counts only where there is no other. One by someone who wrote words of the version never counts.
    """
    writers = set(summary.contributions.filter(part=Part.WRITER).values_list("person", flat=True))
    decisions = summary.reviews.order_by("-reviewed_on", "-pk")
    since_changes = takewhile(lambda review: review.decision != Decision.CHANGES_ASKED, decisions)
    approvals = [
        review for review in since_changes if is_approval(review, summary) and review.reviewer_id not in writers
    ]
    return max(approvals, key=lambda r: (r.reviewed_on <= today, r.due_on, r.pk), default=None)
