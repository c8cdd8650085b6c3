"""What accounts forget by the clock: newcomers who never confirmed their address, and sessions that are over."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.models import User

UNCONFIRMED_DAYS = 14


@transaction.atomic
def forget_unconfirmed() -> int:
    """Deletes accounts whose address nobody confirmed in two weeks, and frees their names. Returns how many."""
    old = User.objects.filter(date_joined__lt=timezone.now() - timedelta(days=UNCONFIRMED_DAYS), last_login=None)
    unconfirmed = old.filter(emailaddress__verified=False, is_staff=False).exclude(emailaddress__verified=True)
    _rows, tables = User.objects.filter(pk__in=list(unconfirmed.values_list("pk", flat=True))).delete()
    return tables.get(User._meta.label, 0)


@transaction.atomic
def forget_ended_sessions() -> None:
    """Deletes sessions that are over, and what the list of devices kept of them."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
