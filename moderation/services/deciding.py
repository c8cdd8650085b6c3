"""What moderators decide about one text: each decision is made once, written down, and told to the author."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from markup.hygiene import clean
from moderation.fingerprint import fingerprint
from moderation.kinds import Kind, kind_of
from moderation.models import SETTLES, Action, Audience, Case, Cover, Decision, Ground, Reason, Source, Visibility
from moderation.permissions import can_decide
from moderation.records import log_decision
from moderation.services.cases import flag
from moderation.services.locking import lock, lock_case, state_of
from moderation.services.outcome import tell_reporters
from moderation.services.retitling import put_title
from moderation.services.snapshots import digest_of, take_snapshot
from moderation.services.telling import tell_author
from moderation.services.visibility import move
from writing.addresses import path_here

HELD, VISIBLE, REMOVED = Visibility.HELD, Visibility.VISIBLE, Visibility.REMOVED


@dataclass(frozen=True)
class Step:
    """What an action does: from which states it begins, and in which state the text is then ("" for the same)."""

    begins: Collection[str]
    ends: str = ""


STEPS: dict[str, Step] = {
    Action.PUBLISH: Step([HELD], VISIBLE),
    Action.REJECT: Step([HELD], REMOVED),
    Action.HOLD: Step([VISIBLE], HELD),
    Action.REMOVE: Step([VISIBLE], REMOVED),
    Action.RESTORE: Step([REMOVED], VISIBLE),
    Action.KEEP: Step([VISIBLE]),
    Action.ASK: Step([HELD, VISIBLE], HELD),
    Action.REDACT: Step([HELD, VISIBLE], VISIBLE),
    Action.LIMIT: Step([HELD, VISIBLE], VISIBLE),
    Action.COVER: Step([HELD, VISIBLE], VISIBLE),
    Action.UNCOVER: Step([VISIBLE]),
    Action.LABEL: Step([HELD, VISIBLE], VISIBLE),
    Action.UNLABEL: Step([VISIBLE]),
}


def publish(*, by: User, item: Any, seen: str = "", reason: str = "", ground: str = Ground.KEEPS) -> Decision | None:
    """Shows what was held back. Nothing happens where it is no longer held.

    `seen` stands for the words that the moderator has read (moderation/fingerprint.py). Raises PermissionDenied, and
    ValidationError where the author has changed them since.
    """
    return decide(by=by, item=item, action=Action.PUBLISH, reason=reason, ground=ground, seen=seen)


def reject(*, by: User, item: Any, reason: str, ground: str) -> Decision | None:
    """Does not publish what was held back, and tells its author why. Raises PermissionDenied and ValidationError."""
    return decide(by=by, item=item, action=Action.REJECT, reason=reason, ground=ground)


def hold(*, by: User, item: Any, reason: str, ground: str = Ground.READ_FIRST) -> Decision | None:
    """Takes what is visible back until it has been read again. Raises PermissionDenied and ValidationError."""
    return decide(by=by, item=item, action=Action.HOLD, reason=reason, ground=ground)


def remove(*, by: User, item: Any, reason: str, ground: str) -> Decision | None:
    """Takes what is visible away, and tells its author why. Raises PermissionDenied and ValidationError."""
    return decide(by=by, item=item, action=Action.REMOVE, reason=reason, ground=ground)


def restore(*, by: User, item: Any, reason: str = "", ground: str = Ground.KEEPS) -> Decision | None:
    """Shows again what was removed. Raises PermissionDenied."""
    return decide(by=by, item=item, action=Action.RESTORE, reason=reason, ground=ground)


@transaction.atomic
def decide(
    *,
    by: User,
    item: Any,
    action: str,
    reason: str,
    ground: str,
    seen: str = "",
    words: str = "",
    title: str = "",
    detail: str = "",
    is_bulk: bool = False,
) -> Decision | None:
    """Does one of STEPS, writes down who did it, why, and on what ground, settles the case and tells the author.

    The same decision twice, or two at once, is one decision: the second finds nothing to do, and gets None. `words`
    and `title` ("" for the same) stand in place of the author's after taking personal data out, `detail` says which
    cover is put over them, or where a warning above them leads.
    Of bulk adverts the author hears on the page of the text only (Art. 17(2) of Regulation (EU) 2022/2065).
    Raises PermissionDenied and ValidationError.
    """
    kind = kind_of(item)
    if not can_decide(by, kind.author_id_of(item)):
        raise PermissionDenied(_("Moderators decide about what others wrote."))
    row = lock(item)
    _check_seen(row, seen)
    case = lock_case(row, by=by)
    decision = Decision(
        kind=kind.name,
        item_id=item.pk,
        author_id=kind.author_id_of(item),
        by=by,
        case=case,
        action=action,
        ground=ground,
        reason=clean(reason) or default_reason(action),
        detail=detail,
        is_bulk=is_bulk,
        before=state_of(row),
        snapshot=take_snapshot(row),
    )
    decision.full_clean()
    if not ground:
        raise ValidationError({"ground": _("Say which rule or law it rests on.")})
    if not _carry_out(row, decision, words, title):
        item.visibility = getattr(row, "visibility", "")
        return None
    item.visibility = getattr(row, "visibility", "")
    if action == Action.REDACT:
        decision.before["digest"] = digest_of(row)
    decision.save()
    log_decision(decision)
    _follow_in_queue(row, decision, case)
    if not is_bulk:
        tell_author(row, decision)
    return decision


def default_reason(action: str) -> str:
    """What is said where nothing is taken away and the moderator said nothing more."""
    is_kind = action in {Action.PUBLISH, Action.KEEP, Action.RESTORE, Action.UNCOVER, Action.UNLABEL}
    return _("A moderator has read it. It keeps to the community rules.") if is_kind else ""


def _check_seen(row: Any, seen: str) -> None:
    kind = kind_of(row)
    if seen and seen != fingerprint(kind.title_of(row), kind.html_of(row)):
        raise ValidationError(_("The author has changed the text since you opened this page. Please read it again."))


def _carry_out(row: Any, decision: Decision, words: str, title: str) -> bool:
    """Changes the row; False where there is nothing to do."""
    action = Action(decision.action)
    step, kind = STEPS[action], kind_of(row)
    acts: dict[str, Callable[[], bool]] = {
        Action.REDACT: lambda: _put_words(kind, row, decision, words, title),
        Action.LIMIT: lambda: _put_audience(kind, row),
        Action.COVER: lambda: _put_mark(kind, row, "cover", _known_cover(decision.detail)),
        Action.UNCOVER: lambda: _put_mark(kind, row, "cover", ""),
        Action.LABEL: lambda: _put_mark(kind, row, "warning_url", path_here(decision.detail)),
        Action.UNLABEL: lambda: _put_mark(kind, row, "warning_url", ""),
    }
    if getattr(row, "visibility", VISIBLE) not in step.begins:
        return False
    is_changed = acts[action]() if action in acts else action == Action.ASK
    if step.ends and hasattr(row, "visibility"):
        is_changed = move(item=row, to=Visibility(step.ends), only_from=step.begins) or is_changed
        return is_changed or (action in acts and decision.case_id is not None)
    return is_changed or decision.case_id is not None


def _put_words(kind: Kind, row: Any, decision: Decision, words: str, title: str) -> bool:
    """Also the title, which is in the snapshot: that it was changed is noted, so that undoing brings it back."""
    kind.put_words(row, words)
    if title and kind.has_title(row) and put_title(row, title):
        decision.before["retitled"] = "yes"
    return True


def _put_audience(kind: Kind, row: Any) -> bool:
    is_new = row.audience != Audience.MEMBERS
    kind.put_audience(row, Audience.MEMBERS)
    return is_new


def _put_mark(kind: Kind, row: Any, name: str, mark: str) -> bool:
    before = getattr(row, name, None)
    kind.put_marks(row, {name: mark})
    return before != mark


def _known_cover(cover: str) -> str:
    if cover not in Cover.values:
        raise ValidationError({"detail": _("Choose what the cover says.")})
    return cover


def _follow_in_queue(row: Any, decision: Decision, case: Case | None) -> None:
    """Settles the case, or notes in it that it goes on."""
    if decision.action == Action.HOLD:
        flag(item=row, source=Source.MODERATOR, reason=Reason.OTHER, words=decision.reason[:200])
    elif case and decision.action in SETTLES:
        case.settled_at = timezone.now()
        case.claimed_by = case.claimed_until = case.waits_for_author_since = None
        case.save(update_fields=["settled_at", "claimed_by", "claimed_until", "waits_for_author_since"])
        tell_reporters(case)
    elif decision.action == Action.ASK:
        asked = Case.objects.open().about(decision.kind, decision.item_id)
        asked.update(waits_for_author_since=timezone.now(), claimed_by=None, claimed_until=None)
