"""What editors do beside writing: talk about a version, and let each other know that they are at a draft."""

from datetime import timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from markup.hygiene import clean
from questions.models import DraftVisit, Summary, SummaryComment
from questions.permissions import can_comment, can_write_summary

IS_AT_IT: Final = timedelta(minutes=5)
"""Whoever was heard of within this time counts as still being at the draft."""


@transaction.atomic
def comment_on_summary(*, by: User, summary: Summary, words: str) -> SummaryComment:
    """Adds a word for the other editors; the same words again, with nothing said in between, add nothing.

    Raises PermissionDenied and ValidationError.
    """
    if not can_comment(by):
        raise PermissionDenied(_("Only editors comment on a version."))
    words = clean(words).strip()
    if not words:
        raise ValidationError({"words": _("Write something first.")})
    Summary.objects.select_for_update(of=("self",)).get(pk=summary.pk)
    last = summary.comments.order_by("written_at", "pk").last()
    if last and (last.author_id, last.words) == (by.pk, words):
        return last
    comment = SummaryComment(summary=summary, author=by, words=words)
    comment.full_clean()
    comment.save()
    return comment


def note_visit(*, by: User, summary: Summary) -> None:
    """Notes that this editor is at the draft now. Raises PermissionDenied."""
    if not can_write_summary(by):
        raise PermissionDenied(_("Only writers work on a draft."))
    DraftVisit.objects.update_or_create(summary=summary, person=by, defaults={"seen_at": timezone.now()})


def others_at(summary: Summary, *, besides: User) -> list[DraftVisit]:
    """Who else is at the draft now, the latest first: one query."""
    now = summary.visits.filter(seen_at__gte=timezone.now() - IS_AT_IT).exclude(person=besides.pk)
    return list(now.select_related("person").order_by("-seen_at", "pk"))
