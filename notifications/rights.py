"""What members may take along of this room, and what goes when they leave."""

from django.db import transaction

from accounts.models import User
from accounts.rights import Records, records
from notifications.models import EmailChoice, Mail, Notification
from notifications.services import count_unread


def export(member: User) -> Records:
    """What the member was told of and when, without its title, which may be in another's words; choices of mails."""
    return {
        **records(Notification.objects.filter(recipient=member), leave_out="title"),
        **records(Mail.objects.filter(recipient=member)),
        **records(EmailChoice.objects.filter(member=member)),
    }


@transaction.atomic
def erase(*, member: User) -> None:
    """Deletes what was for the member, mails that have not left included."""
    Notification.objects.filter(recipient=member).delete()
    count_unread([member.pk])
    Mail.objects.filter(recipient=member).delete()
    EmailChoice.objects.filter(member=member).delete()
