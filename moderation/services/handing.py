"""Handing a case over to another moderator, or to all of them at once."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from markup.hygiene import clean
from moderation.models import Action, Case, Decision, Ground, Risk, Visibility
from moderation.permissions import can_decide, can_moderate
from moderation.records import log_decision
from moderation.services.cases import CLAIM_LASTS
from moderation.services.deciding import decide
from notifications.services import notify


def moderators() -> Iterable[User]:
    """Everybody who may moderate, owners too."""
    return User.objects.with_perm("moderation.moderate", backend="django.contrib.auth.backends.ModelBackend")


@transaction.atomic
def hand_over(*, by: User, case: Case, to: User | None, reason: str, is_crisis: bool = False) -> Decision | None:
    """Gives a case to one moderator, or back to all of them; a crisis goes to the head of the queue. They are told.

    None where the case is settled. Raises PermissionDenied and ValidationError.
    """
    if not can_decide(by, case.author_id):
        raise PermissionDenied(_("Moderators decide about what others wrote."))
    if to and (not can_moderate(to) or to.pk == case.author_id):
        raise ValidationError({"to": _("Choose another moderator.")})
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_open or case.is_claimed_by_another_than(by.pk):
        return None
    about = {"kind": case.kind, "item_id": case.item_id, "author_id": case.author_id, "case": case}
    decision = Decision(**about, by=by, action=Action.HAND_OVER, ground=Ground.READ_FIRST, reason=clean(reason))
    decision.full_clean()
    decision.save()
    log_decision(decision)
    case.risk = Risk.CRISIS if is_crisis else case.risk
    case.claimed_by, case.claimed_until = to, timezone.now() + CLAIM_LASTS if to else None
    case.save(update_fields=["risk", "claimed_by", "claimed_until"])
    recipients = [to] if to else [one for one in moderators() if one.pk not in {by.pk, case.author_id}]
    notify(
        kind="moderation",
        recipients=recipients,
        title=_("A case needs you now.") if is_crisis else _("A case was handed over to you."),
        url=reverse("case-detail", args=[case.pk]),
        key=f"decision:{decision.pk}",
    )
    return decision


@transaction.atomic
def reject_adverts(*, by: User, cases: Iterable[Case], reason: str) -> int:
    """Takes many adverts down at once; returns how many. Of other kinds of text each is decided about by itself.

    What somebody else decides or reads is left alone. Raises PermissionDenied.
    """
    done = 0
    for case in cases:
        item = case.item()
        if item is None or case.author_id == by.pk or not hasattr(item, "visibility"):
            continue
        action = Action.REJECT if item.visibility == Visibility.HELD else Action.REMOVE
        try:
            decision = decide(by=by, item=item, action=action, reason=reason, ground=Ground.SELL, is_bulk=True)
        except ValidationError:
            continue
        done += decision is not None
    return done
