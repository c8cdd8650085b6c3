"""Keeps the table of background tasks in order: no task stays behind when its worker is killed."""

from datetime import timedelta

from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

LEASE = timedelta(minutes=30)
"""A task that runs longer was killed with its worker. Our tasks may run twice, so it goes back to the queue."""


def sweep() -> int:
    """Puts tasks whose worker was killed back into the queue; returns how many."""
    stuck = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LEASE)
    return stuck.update(status=TaskResultStatus.READY, started_at=None)
