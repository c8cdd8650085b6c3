"""Invitations to a site that takes members by invitation (SIGN_UP=invited): made, asked for, and used once."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Invitation, User
from accounts.permissions import can_invite
from audit.services import record

LONGEST_DAYS: Final = 30
IN_SESSION: Final = "invitation"
"""Under what the browser of an invited person keeps the link's secret until they have joined."""


class InvitationGoneError(Exception):
    """Somebody else has joined with it in the meantime, or its days are over."""


@transaction.atomic
def invite(*, by: User, days: int) -> tuple[Invitation, str]:
    """Makes an invitation; its secret is returned and stored nowhere. Raises PermissionDenied, and ValueError for a
    number of days that is not from 1 to LONGEST_DAYS."""
    if not can_invite(by):
        raise PermissionDenied(_("You cannot invite people."))
    if not 1 <= days <= LONGEST_DAYS:
        raise ValueError(days)
    token = secrets.token_urlsafe(24)
    made = Invitation(token_hash=_hash(token), expires_at=timezone.now() + timedelta(days=days))
    made.full_clean()
    made.save()
    record(by=by.pk, action="invitation.make", about=f"invitation:{made.pk}")
    return made, token


def holds(token: str) -> bool:
    """Whether somebody may join with it now: one query, or none without a token."""
    return bool(token) and Invitation.objects.filter(token_hash=_hash(token), expires_at__gt=timezone.now()).exists()


@transaction.atomic
def use_invitation(*, token: str, member: User) -> None:
    """Lets a newcomer in, once. Of two in the same moment the database lets one delete it. Raises
    InvitationGoneError."""
    found = (
        Invitation.objects.select_for_update().filter(token_hash=_hash(token), expires_at__gt=timezone.now()).first()
    )
    if found is None:
        raise InvitationGoneError
    number = found.pk
    found.delete()
    record(by=None, action="invitation.use", about=f"invitation:{number}", whose=member.pk)


def _hash(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()
