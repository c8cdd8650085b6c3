"""A pause for a member: no writing for some days. They read, appeal, take their data along and leave as before."""

from datetime import timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.closing import end_sessions
from accounts.models import User
from markup.hygiene import clean
from moderation.models import Action, Case, Decision, Ground
from moderation.permissions import can_suspend, is_staff
from moderation.records import log_decision
from notifications.services import notify

MEMBER: Final = "member"
"""The kind under which decisions about a person stand."""
DAYS: Final = (1, 7, 30, 90)


@transaction.atomic
def suspend(
    *, by: User, member: User, days: int, reason: str, ground: str, case: Case | None = None
) -> Decision | None:
    """Lets a member write nothing for so many days, ends their sessions, and tells them why. None where they are
    suspended until then or longer. Owners hear when one of the staff is suspended.

    Raises PermissionDenied, and ValidationError without a reason or for a number that is not offered.
    """
    if not can_suspend(by, member):
        raise PermissionDenied(_("You cannot suspend this member."))
    if days not in DAYS or not ground:
        raise ValidationError(_("Choose from the list."))
    member = User.objects.select_for_update().get(pk=member.pk)
    until = timezone.now() + timedelta(days=days)
    if member.suspended_until and member.suspended_until >= until - timedelta(minutes=5):
        return None
    decision = Decision(
        kind=MEMBER,
        item_id=member.pk,
        author=member,
        by=by,
        case=case,
        action=Action.SUSPEND,
        ground=ground,
        reason=clean(reason),
        until=until,
        before={"suspended_until": member.suspended_until.isoformat() if member.suspended_until else ""},
    )
    decision.full_clean()
    decision.save()
    log_decision(decision)
    member.suspended_until = until
    member.save(update_fields=["suspended_until"])
    end_sessions(member)
    _tell(member, decision)
    return decision


@transaction.atomic
def lift(*, by: User, member: User, reason: str) -> Decision | None:
    """Ends a suspension early; None where there is none. Raises PermissionDenied and ValidationError."""
    if not can_suspend(by, member):
        raise PermissionDenied(_("You cannot do this for this member."))
    member = User.objects.select_for_update().get(pk=member.pk)
    if not member.is_suspended or member.suspended_until is None:
        return None
    before = {"suspended_until": member.suspended_until.isoformat()}
    values = {"kind": MEMBER, "item_id": member.pk, "author": member, "by": by, "before": before}
    decision = Decision(**values, action=Action.LIFT, ground=Ground.KEEPS, reason=clean(reason))
    decision.full_clean()
    decision.save()
    log_decision(decision)
    member.suspended_until = None
    member.save(update_fields=["suspended_until"])
    return decision


def _tell(member: User, decision: Decision) -> None:
    day = date_format(timezone.localtime(decision.until))
    address = reverse("decision-detail", args=[decision.pk])
    notify(
        kind="decision",
        recipients=[member],
        title=_("You cannot write here until %(day)s. Here is why, and what you can do.") % {"day": day},
        url=address,
        key=f"decision:{decision.pk}",
    )
    if is_staff(member):
        owners = User.objects.filter(is_superuser=True, is_active=True).exclude(pk__in=[decision.by_id, member.pk])
        notify(
            kind="moderation",
            recipients=owners,
            title=_("One of the staff was suspended."),
            url=address,
            key=f"decision:{decision.pk}:owners",
        )
