"""The queue: what comes into it, and what leaves it without a decision."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from markup.hygiene import clean
from moderation.kinds import kind_of, moderated_kinds
from moderation.models import RISK_OF, Case, Flag, Reason, Risk, Source, Visibility
from moderation.permissions import can_moderate
from moderation.services.outcome import tell_reporters

LONGEST_WORDS = 300
CLAIM_LASTS = timedelta(minutes=20)
_ORDER = [Risk.ORDINARY, Risk.HIGH, Risk.CRISIS]


@transaction.atomic
def flag(*, item: Any, source: str, reason: str, words: str = "", language: str = "") -> Case:
    """Says why a text needs a moderator, and opens a case about it where none is open.

    The same flag twice is one. The case takes the highest risk of its flags. `words` say it to moderators in words of
    ours; they never quote the text. Nothing is hidden by this: that is for `move`.
    """
    case = open_case(item=item, language=language)
    Flag.objects.get_or_create(
        case=case, source=Source(source), reason=Reason(reason), words=clean(words)[:LONGEST_WORDS]
    )
    risk = RISK_OF.get(Reason(reason), Risk.ORDINARY)
    if _ORDER.index(risk) > _ORDER.index(Risk(case.risk)):
        case.risk = risk
        case.save(update_fields=["risk"])
    return case


@transaction.atomic
def open_case(*, item: Any, language: str = "") -> Case:
    """The open case about a text, locked until the transaction ends; a new one where there is none."""
    kind = kind_of(item)
    case, _is_new = Case.objects.select_for_update().get_or_create(
        kind=kind.name,
        item_id=item.pk,
        settled_at=None,
        defaults={
            "author_id": kind.author_id_of(item),
            "language": language or getattr(item, "language", "") or settings.LANGUAGE_CODE,
        },
    )
    return case


@transaction.atomic
def close_case(*, item: Any) -> Case | None:
    """Takes a text out of the queue that its author took back; nothing where none waits."""
    open_cases = Case.objects.select_for_update().open().about(kind_of(item).name, item.pk)
    case = open_cases.first()
    if case:
        case.settled_at = timezone.now()
        case.claimed_by = case.claimed_until = None
        case.save(update_fields=["settled_at", "claimed_by", "claimed_until"])
        tell_reporters(case)
    return case


@transaction.atomic
def claim(*, by: User, case: Case) -> bool:
    """Says that a moderator reads a case now, for CLAIM_LASTS; False where somebody else does or it is settled.

    Of two in the same moment one gets it. Claiming again begins anew. Raises PermissionDenied.
    """
    if not can_moderate(by):
        raise PermissionDenied(_("This page is for moderators."))
    now = timezone.now()
    is_free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_until__lte=now)
    rows = Case.objects.open().filter(is_free, pk=case.pk).exclude(author=by)
    return bool(rows.update(claimed_by=by, claimed_until=now + CLAIM_LASTS))


@transaction.atomic
def release(*, by: User, case: Case) -> bool:
    """Lets go of a case that the moderator was reading; False where they were not."""
    return bool(Case.objects.filter(pk=case.pk, claimed_by=by).update(claimed_by=None, claimed_until=None))


@transaction.atomic
def follow_edit(*, item: Any) -> None:
    """Brings a text back before moderators that its author changed after they had asked for it."""
    asked = Case.objects.select_for_update().open().about(kind_of(item).name, item.pk)
    if asked.filter(waits_for_author_since__isnull=False).update(waits_for_author_since=None):
        flag(item=item, source=Source.AUTHOR, reason=Reason.CHANGED)


def queue_what_waits() -> int:
    """Puts everything that is held and has no open case into the queue; returns how many. For the clock: texts that
    were held before there were cases, or by a command, wait no longer than until the next run."""
    count = 0
    for kind in moderated_kinds():
        waiting = set(kind.model_class().objects.filter(visibility=Visibility.HELD).values_list("pk", flat=True))
        known = Case.objects.open().filter(kind=kind.name).values_list("item_id", flat=True)
        for item in kind.rows().filter(pk__in=waiting - set(known)):
            flag(item=item, source=Source.FIRST_TEXT, reason=Reason.FIRST_TEXT)
            count += 1
    return count
