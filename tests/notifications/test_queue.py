"""No task stays behind when its worker is killed, and old ones are forgotten."""

from datetime import timedelta

import pytest
from django.core import mail as post_office
from django.core.management import call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from notifications.queue import LEASE, sweep
from notifications.tasks import send_mails
from schedule.purging import purge_expired
from tests.notifications.cast import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(monkeypatch):
    """A worker that does all that waits, then ends. It stays in the connection of the test."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    return lambda: call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0, reload=False)


def test_news_leaves_by_the_queue_after_the_transaction(owner, work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(owner)
    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [], "kwargs": {}}  # no address, no text
    assert not post_office.outbox
    work()
    assert [message.to for message in post_office.outbox] == [[owner.email]]


def test_change_that_is_undone_sends_nothing(owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        tell(owner, kind="helped")  # weekly
    assert callbacks == []


def test_task_of_a_killed_worker_goes_back_to_the_queue_and_its_mail_leaves_once(owner, work):
    tell(owner)
    send_mails.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now() - LEASE / 2)
    assert sweep() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - 2 * LEASE)
    assert sweep() == 1
    work()
    send_mails.enqueue()
    work()
    assert len(post_office.outbox) == 1
    assert {task.status for task in DBTaskResult.objects.all()} == {TaskResultStatus.SUCCESSFUL}


def test_tasks_are_forgotten_two_weeks_after_their_end(work):
    send_mails.enqueue()
    work()
    assert purge_expired()["tasks"] == 0
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=14, minutes=1))
    assert purge_expired()["tasks"] == 1
