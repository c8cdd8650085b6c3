from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from schedule.jobs import Job, register_job


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        register_job(Job("count-map", "members.services.count_map", every=timedelta(days=1), at=time(2)))
        register_job(Job("weigh-symptoms", "members.listing.weigh_again", every=timedelta(days=1), at=time(3)))
