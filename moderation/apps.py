from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from audit.witnesses import register_witness
from moderation.kinds import Kind, register
from notifications.kinds import NotificationKind, register_kind
from schedule.jobs import Job, register_job
from schedule.retention import Rule, register_rule


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Names what members hear of, and what runs by the clock."""
        register_job(Job("moderation-queue", "moderation.services.queue_what_waits", every=timedelta(minutes=5)))
        register(
            Kind(
                name="change",
                label=_("Change of a text"),
                model="moderation.ProposedChange",
                title="moderation.services.changes.title_of_change",
                follow="moderation.services.changes.follow_change",
                readable="moderation.services.changes.readable_by",
                redact="moderation.services.changes.redact_change",
                retitle="moderation.services.changes.retitle_change",
                own_title="moderation.services.changes.own_title_of_change",
                counts_as_text=False,
            )
        )
        register_kind(
            NotificationKind(
                name="decision",
                label=_("A moderator has read what I wrote"),
                subject=_("We have read what you wrote"),
                default="at-once",
            )
        )
        here = "moderation.retention"
        register_rule(Rule("text-prints", "moderation.TextPrint", 180, f"{here}.old_prints"))
        register_rule(Rule("decided-changes", "moderation.ProposedChange", 30, f"{here}.decided_changes"))
        register_rule(
            Rule("snapshots", "moderation.Snapshot", 365, f"{here}.old_snapshots", forget=f"{here}.drop_words")
        )
        register_rule(
            Rule("report-addresses", "moderation.Report", 7, f"{here}.old_addresses", forget=f"{here}.drop_addresses")
        )
        register_rule(Rule("reports", "moderation.Report", 365, f"{here}.old_reports", forget=f"{here}.drop_reports"))
        register_kind(
            NotificationKind(
                name="report",
                label=_("What became of something that I reported"),
                subject=_("About what you reported"),
                default="at-once",
            )
        )
        register_kind(
            NotificationKind(
                name="moderation",
                label=_("For moderators: something needs me"),
                subject=_("A colleague needs you"),
                default="at-once",
            )
        )
        register_witness("decision", "moderation.records.decision_digest")
        register_witness("appeal", "moderation.records.appeal_digest")
