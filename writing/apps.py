from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from schedule.jobs import Job, register_job


class WritingConfig(AppConfig):
    name = "writing"
    verbose_name = _("Drafts and sending")

    def ready(self) -> None:
        register_job(
            Job(
                name="delete-old-drafts",
                run="writing.services.delete_old_drafts",
                every=timedelta(days=1),
                at=time(4),
            )
        )
