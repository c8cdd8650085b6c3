"""When a job is due: once in each of its periods, and again when its last run was killed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from schedule import jobs
from schedule.jobs import LEASE, Job, register_job

PARIS = ZoneInfo("Europe/Paris")
DAILY = Job("daily", "tests.schedule.test_jobs.nothing", every=timedelta(days=1), at=time(8))
WEEKLY = Job("weekly", "tests.schedule.test_jobs.nothing", every=timedelta(weeks=1), at=time(8))
OFTEN = Job("often", "tests.schedule.test_jobs.nothing", every=timedelta(minutes=5))


def nothing():
    pass


@pytest.fixture(autouse=True)
def no_other_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})


def is_due(job, last, now):
    """Whether it is due at one local moment after it came to its end at another."""
    then = datetime.fromisoformat(last).replace(tzinfo=PARIS)
    with override_settings(TIME_ZONE="Europe/Paris"):
        return job.is_due(datetime.fromisoformat(now).replace(tzinfo=PARIS), started_at=then, finished_at=then)


@pytest.mark.parametrize(
    ("job", "last", "now", "expected"),
    [
        (DAILY, "2026-11-20 08:01", "2026-11-21 07:59", False),
        (DAILY, "2026-11-20 08:01", "2026-11-21 08:00", True),
        (DAILY, "2026-11-20 23:00", "2026-11-21 08:00", True),
        (DAILY, "2026-10-24 08:05", "2026-10-25 08:00", True),  # the night of 25 hours
        (DAILY, "2026-03-28 08:05", "2026-03-29 08:00", True),  # the night of 23 hours
        (WEEKLY, "2026-11-16 08:00", "2026-11-22 23:59", False),  # Monday to Sunday
        (WEEKLY, "2026-11-22 23:59", "2026-11-23 08:00", True),
        (OFTEN, "2026-11-20 08:01", "2026-11-20 08:04", False),
        (OFTEN, "2026-11-20 08:04", "2026-11-20 08:05", True),
    ],
)
def test_job_is_due_once_in_each_of_its_periods(job, last, now, expected):
    assert is_due(job, last, now) is expected


def test_job_that_never_ran_is_due():
    assert DAILY.is_due(datetime.now(PARIS), started_at=None, finished_at=None)


def test_job_that_runs_is_not_due_until_it_must_have_been_killed():
    began = datetime(2026, 11, 20, 9, tzinfo=PARIS)
    before = began - timedelta(days=1)
    for finished in (None, before):
        assert not OFTEN.is_due(began + LEASE / 2, started_at=began, finished_at=finished)
        assert OFTEN.is_due(began + LEASE, started_at=began, finished_at=finished)


def test_registering_twice_is_once_and_two_of_one_name_are_a_mistake():
    register_job(DAILY)
    register_job(DAILY)
    assert jobs.jobs() == (DAILY,)
    with pytest.raises(ValueError, match="daily"):
        register_job(Job("daily", "tests.schedule.test_jobs.nothing", every=timedelta(days=2)))
