from datetime import time, timedelta

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from pages.checks import check_theme
from schedule.jobs import Job, register_job


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        register(check_theme)
        register_job(Job("offer-help", "pages.offers.offer_what_waits", every=timedelta(hours=1)))
        register_job(Job("carry-out-closings", "pages.erasing.carry_out_closings", every=timedelta(days=1), at=time(3)))
