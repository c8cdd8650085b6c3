from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from schedule.jobs import Job, register_job
from schedule.retention import Rule, register_rule


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Names what runs by the clock, and how long things are kept."""
        minutes, day, week = timedelta(minutes=5), timedelta(days=1), timedelta(weeks=1)
        register_job(Job("mail-daily", "notifications.composing.make_daily_mails", every=day, at=time(8)))
        register_job(Job("mail-weekly", "notifications.composing.make_weekly_mails", every=week, at=time(8)))
        register_job(Job("mail-send", "notifications.sending.send_due", every=minutes))
        register_job(Job("tasks-sweep", "notifications.queue.sweep", every=minutes))
        here = "notifications.retention"
        register_rule(
            Rule(
                "notifications",
                "notifications.Notification",
                90,
                f"{here}.old_notifications",
                forget=f"{here}.drop_notifications",
            )
        )
        register_rule(Rule("mails", "notifications.Mail", 90, f"{here}.old_mails"))
        register_rule(Rule("tasks", "django_tasks_database.DBTaskResult", 14, f"{here}.finished_tasks"))
