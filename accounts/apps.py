from datetime import time, timedelta
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from schedule.jobs import Job, register_job


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Checks the names in the settings, and says what runs by the clock."""
        import_module("accounts.consequences")
        day = timedelta(days=1)
        register_job(Job("accounts-forget", "accounts.forgetting.forget_unconfirmed", every=day, at=time(4)))
        register_job(Job("sessions-forget", "accounts.forgetting.forget_ended_sessions", every=day, at=time(4)))
