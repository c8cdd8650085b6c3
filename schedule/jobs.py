"""What runs by the clock: pure. Each room registers its own jobs when the site starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.module_loading import import_string

LEASE = timedelta(hours=1)
"""How long a job that began may take before another run believes that it was killed."""
_MONDAY = datetime(2001, 1, 1)  # noqa: DTZ001 (compared with local times, which have no zone either)


@dataclass(frozen=True)
class Job:
    """Something that is due again and again. `run` names a function without arguments that may be repeated safely.

    A job of days or weeks has its period begin at `at`, local time; weeks begin on Mondays.
    """

    name: str
    run: str
    every: timedelta
    at: time = time(0)

    def is_due(self, now: datetime, *, started_at: datetime | None, finished_at: datetime | None) -> bool:
        """Whether the job begins now: a new period has come, or the last run was killed or failed."""
        if started_at is None:
            return True
        if finished_at is None or finished_at < started_at:
            return now - started_at >= LEASE
        return self._period(started_at) < self._period(now)

    def do(self) -> None:
        """Runs it."""
        function: Callable[[], object] = import_string(self.run)
        function()

    def _period(self, moment: datetime) -> int:
        offset = timedelta(hours=self.at.hour, minutes=self.at.minute)
        return (timezone.make_naive(moment) - _MONDAY - offset) // self.every


_jobs: dict[str, Job] = {}


def register_job(job: Job) -> None:
    """Makes a job known. Registering the same again changes nothing; two jobs of one name are a mistake."""
    if _jobs.setdefault(job.name, job) != job:
        raise ValueError(f"Two jobs are called “{job.name}”.")


def jobs() -> tuple[Job, ...]:
    """All jobs, by name."""
    return tuple(job for _name, job in sorted(_jobs.items()))
