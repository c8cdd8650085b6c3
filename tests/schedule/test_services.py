"""`run_due` runs what is due: each job once, whoever calls and however often, and one failure stops no other."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from schedule import jobs
from schedule.jobs import LEASE, Job, register_job
from schedule.models import JobRun
from schedule.services import run_due

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ran: list[str] = []


def count():
    ran.append("count")


def fail():
    ran.append("fail")
    raise RuntimeError("on purpose")


def count_while_another_process_comes_by():
    ran.append("count")
    run_due(now=NOON)


@pytest.fixture(autouse=True)
def no_other_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    ran.clear()


def put(name="count", function="count"):
    register_job(Job(name, f"tests.schedule.test_services.{function}", every=timedelta(days=1)))


def test_job_runs_once_in_its_period():
    put()
    assert [run_due(now=NOON), run_due(now=NOON + timedelta(hours=1))] == [(["count"], []), ([], [])]
    assert run_due(now=NOON + timedelta(days=1)) == (["count"], [])
    assert ran == ["count", "count"]


def test_job_that_runs_is_not_begun_by_another_process():
    put(function="count_while_another_process_comes_by")
    run_due(now=NOON)
    assert ran == ["count"]


def test_two_who_see_it_due_in_the_same_moment_run_it_once(monkeypatch):
    put()
    stale = JobRun.objects.create(name="count")
    run_due(now=NOON)
    monkeypatch.setattr(JobRun.objects, "get_or_create", lambda **_names: (stale, False))  # read before the other began
    assert run_due(now=NOON) == ([], [])
    assert ran == ["count"]


def test_failure_stops_no_other_job_and_is_tried_again_later():
    put("a-failure", "fail")
    put()
    assert run_due(now=NOON) == (["count"], ["a-failure"])
    assert run_due(now=NOON + LEASE / 2) == ([], [])
    assert run_due(now=NOON + LEASE) == ([], ["a-failure"])
    assert ran == ["fail", "count", "fail"]


def test_command_says_what_was_done():
    put()
    said = StringIO()
    call_command("run_due", stdout=said)
    assert said.getvalue() == "Done: count.\n"
    call_command("run_due", stdout=said)
    assert said.getvalue() == "Done: count.\n"


def test_command_fails_where_a_job_failed_so_that_the_timer_says_so():
    put("a-failure", "fail")
    with pytest.raises(CommandError, match="a-failure"):
        call_command("run_due")


def test_every_job_of_the_site_names_a_function(monkeypatch):
    monkeypatch.undo()
    assert len(jobs.jobs()) > 3
    for job in jobs.jobs():
        assert callable(import_string(job.run)), job.name
