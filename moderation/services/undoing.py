"""Taking a decision back: the state before it is restored, and both stand in the record."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from markup.hygiene import clean
from moderation.kinds import Kind, kind_called
from moderation.models import Action, Case, Decision, Ground, Reason, Source, Visibility
from moderation.permissions import can_decide
from moderation.records import log_decision
from moderation.services.cases import flag
from moderation.services.deciding import STEPS
from moderation.services.locking import lock, state_of
from moderation.services.marking import MARKS
from moderation.services.retitling import put_title
from moderation.services.snapshots import digest_of, take_snapshot
from moderation.services.telling import tell_author
from moderation.services.visibility import move

MARKING = {Action.COVER, Action.UNCOVER, Action.LABEL, Action.UNLABEL}
CANNOT_UNDO = {Action.HAND_OVER, Action.UNDO, Action.LIFT}


@transaction.atomic
def undo(*, by: User, decision: Decision, reason: str) -> Decision | None:
    """Brings back the state before a decision, and tells the author. None where it has been undone already.

    Only the newest decision about a text can be undone. Raises PermissionDenied and ValidationError.
    """
    if not can_decide(by, decision.author_id):
        raise PermissionDenied(_("Moderators decide about what others wrote."))
    kind = kind_called(decision.kind)
    item = kind.rows().filter(pk=decision.item_id).first() if kind else None
    if kind is None or item is None:
        raise ValidationError(_("The text is no longer there."))
    row = lock(item)
    if Decision.objects.filter(undoes=decision).exists():
        return None
    _check_newest(decision)
    made = Decision(
        kind=decision.kind,
        item_id=decision.item_id,
        author_id=decision.author_id,
        by=by,
        action=Action.UNDO,
        ground=Ground.KEEPS,
        reason=clean(reason),
        undoes=decision,
        before=state_of(row),
        snapshot=take_snapshot(row),
    )
    made.full_clean()
    _restore(kind, row, decision)
    made.save()
    log_decision(made)
    tell_author(row, made)
    return made


def _check_newest(decision: Decision) -> None:
    later = Decision.objects.filter(kind=decision.kind, item_id=decision.item_id, pk__gt=decision.pk)
    if decision.action in CANNOT_UNDO or later.exclude(action=Action.HAND_OVER).exists():
        raise ValidationError(_("Something else was decided since. Decide anew instead."))


def _restore(kind: Kind, row: Any, decision: Decision) -> None:
    if decision.action == Action.SUSPEND:
        before = decision.before.get("suspended_until")
        row.suspended_until = datetime.fromisoformat(before) if before else None
        row.save(update_fields=["suspended_until"])
        return
    if decision.action == Action.REDACT:
        _restore_words(kind, row, decision)
    if decision.action == Action.LIMIT:
        kind.put_audience(row, decision.before["audience"])
    if decision.action in MARKING:
        kind.put_marks(row, {name: decision.before.get(name, "") for name in MARKS})
    if decision.action == Action.ASK:
        Case.objects.open().about(kind.name, row.pk).update(waits_for_author_since=None)
    was = decision.before.get("visibility", "")
    if was and row.visibility not in {was, Visibility.WITHDRAWN} and not _is_new(row, decision):
        move(item=row, to=Visibility(was), only_from=[row.visibility])
    if getattr(row, "visibility", "") == Visibility.HELD:
        flag(item=row, source=Source.MODERATOR, reason=Reason.OTHER)


def _is_new(row: Any, decision: Decision) -> bool:
    """Whether what was taken away waits for a moderator again: its author put something else in its place, which is
    not published by taking back what was decided about the first."""
    step = STEPS.get(decision.action)
    return step is not None and step.ends == Visibility.REMOVED and row.visibility == Visibility.HELD


def _restore_words(kind: Kind, row: Any, decision: Decision) -> None:
    """Puts the words back that were there, unless the author has changed them since or they were deleted."""
    if decision.snapshot is None or not decision.snapshot.body or digest_of(row) != decision.before.get("digest"):
        raise ValidationError(_("The author has changed the text since. Decide anew instead."))
    kind.put_words(row, decision.snapshot.body)
    if decision.before.get("retitled"):
        put_title(row, decision.snapshot.title)
