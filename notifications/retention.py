"""What was told long ago, and what is known of tasks that came to their end."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from notifications.models import Mail, Notification
from notifications.querysets import NotificationQuerySet
from notifications.services import count_unread


def old_notifications(before: datetime) -> QuerySet[Notification]:
    """Notifications from before then, read or not."""
    return Notification.objects.filter(made_at__lt=before)


def drop_notifications(notifications: NotificationQuerySet) -> None:
    """Lets them go, and says to their members how much is still new."""
    people = set(notifications.filter(read_at__isnull=True).values_list("recipient_id", flat=True))
    notifications.delete()
    count_unread(people)


def old_mails(before: datetime) -> QuerySet[Mail]:
    """The traces of mails from before then."""
    return Mail.objects.filter(made_at__lt=before)


def finished_tasks(before: datetime) -> QuerySet[Any]:
    """Background tasks that had come to their end by then."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=before)
