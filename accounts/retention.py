"""What accounts forget by the clock: newcomers who never confirmed their address, sessions, and network addresses."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Invitation, User

NO_ADDRESS = "0.0.0.0"  # noqa: S104 (nothing listens here: it stands where an address was)


def unconfirmed_accounts(before: datetime) -> QuerySet[User]:
    """Accounts made before then whose address nobody ever confirmed. Deleting them frees their names."""
    confirmed = User.objects.filter(emailaddress__verified=True)
    waiting = User.objects.filter(emailaddress__verified=False).exclude(pk__in=confirmed.values("pk"))
    return User.objects.filter(pk__in=waiting.values("pk"), date_joined__lt=before, last_login=None, is_staff=False)


def unused_confirmations(before: datetime) -> QuerySet[EmailConfirmation]:
    """Keys of mails from before then."""
    return EmailConfirmation.objects.filter(created__lt=before)


def expired_invitations(before: datetime) -> QuerySet[Invitation]:
    """Invitations whose days were over by then."""
    return Invitation.objects.filter(expires_at__lt=before)


def ended_sessions(before: datetime) -> QuerySet[Session]:
    """Sessions that were over by then."""
    return Session.objects.filter(expire_date__lt=before)


def old_devices(before: datetime) -> QuerySet[UserSession]:
    """What the list of devices keeps of sessions that began before then, or that are gone."""
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(Q(created_at__lt=before) | ~Exists(there))


def end_old_devices(devices: QuerySet[UserSession]) -> None:
    """Ends the sessions too: none lasts longer than that."""
    Session.objects.filter(session_key__in=list(devices.values_list("session_key", flat=True))).delete()
    devices.delete()


def old_addresses(before: datetime) -> QuerySet[UserSession]:
    """Devices whose network address is kept, and that were last used before then."""
    return UserSession.objects.filter(last_seen_at__lt=before).exclude(ip=NO_ADDRESS)


def drop_addresses(devices: QuerySet[Any]) -> None:
    """Keeps the devices, without the address."""
    devices.update(ip=NO_ADDRESS)
