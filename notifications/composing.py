"""Puts notifications into mails. A notification is in one mail at most: the row that points at it is changed once."""

from django.db import transaction

from accounts.models import User
from notifications.models import Mail, Notification, Pace


def make_mails(pace: Pace) -> int:
    """Makes one mail for each member for whom something waits at this pace; returns how many."""
    waiting = Notification.objects.to_mail(pace).order_by("recipient").values_list("recipient", flat=True).distinct()
    return sum(_make_mail(member, pace) for member in list(waiting))


def make_daily_mails() -> int:
    """The mails of those who want one a day."""
    return make_mails(Pace.DAILY)


def make_weekly_mails() -> int:
    """The mails of those who want one a week."""
    return make_mails(Pace.WEEKLY)


@transaction.atomic
def _make_mail(member: int, pace: Pace) -> bool:
    """The member's row is locked, so that two who make mails at once make one."""
    User.objects.select_for_update().filter(pk=member).first()
    waiting = Notification.objects.to_mail(pace).filter(recipient=member)
    if not waiting.exists():
        return False
    mail = Mail.objects.create(recipient_id=member)
    waiting.update(mail=mail)
    return True
