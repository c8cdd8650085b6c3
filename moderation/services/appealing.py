"""Authors ask that somebody else looks at a decision again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from markup.hygiene import clean
from moderation.kinds import moderated_kinds
from moderation.models import TAKES_AWAY, Action, Appeal, Case, Decision, Outcome, Visibility
from moderation.permissions import can_appeal, can_decide_appeal
from moderation.reasons import why_held
from moderation.records import log_appeal
from moderation.services.undoing import undo
from notifications.services import notify

APPEAL_DAYS: Final = 184
"""Six months, the longest that six months can be (Art. 20(1) of Regulation (EU) 2022/2065)."""
MOST_SHOWN: Final = 100


@transaction.atomic
def appeal(*, by: User, decision: Decision, words: str) -> Appeal:
    """Asks for a second look, once for each decision. Raises PermissionDenied, and ValidationError after six months."""
    if not can_appeal(by, decision):
        raise PermissionDenied(_("Only the author of a text appeals against a decision about it."))
    if decision.made_at < timezone.now() - timedelta(days=APPEAL_DAYS):
        raise ValidationError(_("An appeal is possible for six months. They are over."))
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    made = Appeal.objects.filter(decision=decision).first()
    if made is None:
        made = Appeal(decision=decision, author=by, first_by_id=decision.by_id, words=clean(words))
        made.full_clean()
        made.save()
    return made


@transaction.atomic
def decide_appeal(*, by: User, appeal: Appeal, outcome: str, answer: str) -> Appeal | None:
    """A moderator other than the first one decides; None where somebody has already.

    Where the decision is taken back, the state before it returns, if nothing was decided since and the text is still
    there. Raises PermissionDenied and ValidationError.
    """
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("decision", "author").get(pk=appeal.pk)
    if not can_decide_appeal(by, appeal):
        raise PermissionDenied(_("Someone else decides about the appeal against your own decision."))
    if appeal.decided_at:
        return None
    appeal.outcome, appeal.answer = outcome, clean(answer)
    appeal.decided_by, appeal.decided_at = by, timezone.now()
    appeal.full_clean()
    appeal.save(update_fields=["outcome", "answer", "decided_by", "decided_at"])
    log_appeal(appeal)
    if appeal.outcome == Outcome.OVERTURNED:
        undo(by=by, decision=appeal.decision, reason=appeal.answer)
    notify(
        kind="decision",
        recipients=[appeal.author],
        title=_("Somebody else has looked at your appeal. Here is what they say."),
        url=reverse("appeal-detail", args=[appeal.pk]),
        key=f"appeal:{appeal.pk}",
    )
    return appeal


def open_appeals(viewer: User) -> QuerySet[Appeal]:
    """The appeals that this moderator may decide, the oldest first."""
    waiting = Appeal.objects.filter(decided_at=None).select_related("decision", "author")
    return waiting.exclude(author=viewer).exclude(first_by=viewer).order_by("made_at", "pk")


def decisions_about(member: User) -> QuerySet[Decision]:
    """The decisions that took something away from a member and stand, the newest first."""
    taken = Decision.objects.filter(author=member, action__in=TAKES_AWAY, undone_by__isnull=True)
    return taken.exclude(action=Action.HAND_OVER).select_related("appeal").order_by("-made_at", "-pk")[:MOST_SHOWN]


@dataclass(frozen=True)
class WaitingText:
    """A text of a member that others cannot see yet, and why."""

    title: str
    url: str
    why: str


def waiting_texts(member: User) -> list[WaitingText]:
    """What a moderator has not decided about: one query for each kind, and one for the reasons."""
    cases = Case.objects.open().filter(author=member).prefetch_related("flags")
    why = {(case.kind, case.item_id): why_held(case) for case in cases}
    return [
        WaitingText(kind.name_of(item), kind.url_of(item), why.get((kind.name, item.pk), ""))
        for kind in moderated_kinds()
        for item in kind.rows().filter(**{kind.author: member}, visibility=Visibility.HELD)[:MOST_SHOWN]
    ]
