from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from schedule.jobs import Job, register_job


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Names what runs by the clock."""
        minutes, day, week = timedelta(minutes=5), timedelta(days=1), timedelta(weeks=1)
        register_job(Job("mail-daily", "notifications.composing.make_daily_mails", every=day, at=time(8)))
        register_job(Job("mail-weekly", "notifications.composing.make_weekly_mails", every=week, at=time(8)))
        register_job(Job("mail-send", "notifications.sending.send_due", every=minutes))
        register_job(Job("notifications-forget", "notifications.services.forget_old", every=day, at=time(4)))
        register_job(Job("tasks-sweep", "notifications.queue.sweep", every=minutes))
        register_job(Job("tasks-forget", "notifications.queue.forget_old", every=day, at=time(4)))
