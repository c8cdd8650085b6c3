"""Whoever reported a text hears what came of it, once."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import Case
from moderation.tasks import mail_outcome
from notifications.services import notify


def tell_reporters(case: Case) -> None:
    """Tells members on the site, and others by mail where they left an address."""
    for report in case.reports.filter(told_at=None).select_related("reporter"):
        report.told_at = timezone.now()
        report.save(update_fields=["told_at"])
        if report.reporter:
            notify(
                kind="report",
                recipients=[report.reporter],
                title=_("We have decided about what you reported. Thank you."),
                url=reverse("report-receipt", args=[report.key]),
                key=f"report:{report.pk}:outcome",
            )
        elif report.email:
            _mail_later(report.pk)


def _mail_later(pk: int) -> None:
    transaction.on_commit(lambda: mail_outcome.enqueue(pk))
