import logging
from datetime import datetime

from django.utils import timezone

from schedule.jobs import Job, jobs
from schedule.models import JobRun

logger = logging.getLogger(__name__)


def run_due(*, now: datetime | None = None) -> tuple[list[str], list[str]]:
    """Runs every job that is due, each once however many call this at the same moment.

    Returns the names of those that came to their end, and of those that failed. One that fails stops no other; it is
    tried again when its lease is over.
    """
    done, failed = [], []
    for job in jobs():
        began = now or timezone.now()
        if not _claim(job, began):
            continue
        try:
            job.do()
        except Exception:
            logger.exception("The job %s failed.", job.name)
            failed.append(job.name)
        else:
            JobRun.objects.filter(name=job.name, started_at=began).update(finished_at=now or timezone.now())
            done.append(job.name)
    return done, failed


def _claim(job: Job, now: datetime) -> bool:
    """Whether this process is the one to run the job: the row changes for one of several that try."""
    run, _is_new = JobRun.objects.get_or_create(name=job.name)
    if not job.is_due(now, started_at=run.started_at, finished_at=run.finished_at):
        return False
    return bool(JobRun.objects.filter(pk=run.pk, started_at=run.started_at).update(started_at=now))
