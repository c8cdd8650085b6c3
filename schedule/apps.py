from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from schedule.jobs import Job, register_job


class ScheduleConfig(AppConfig):
    name = "schedule"
    verbose_name = _("Schedule")

    def ready(self) -> None:
        """Lets go every night what is kept no longer."""
        register_job(Job("purge-expired", "schedule.purging.purge_expired", every=timedelta(days=1), at=time(4)))
