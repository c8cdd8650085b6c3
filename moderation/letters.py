"""Mails to people who reported something and have no account. They repeat nothing of it, and name no condition."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters import letter_html
from moderation.models import Report
from moderation.outcomes import outcome_of


def send_receipt(report: Report) -> None:
    """That we have the report, and where it can be looked at."""
    _send(
        report,
        _("We have your report"),
        _("thank you for telling us. A moderator reads it. On this page you see what becomes of it:"),
    )


def send_outcome(report: Report) -> None:
    """What came of it."""
    _send(report, _("About your report"), outcome_of(report))


def _send(report: Report, subject: str, words: str) -> None:
    url = urljoin(settings.SITE_URL, reverse("report-receipt", args=[report.key]))
    hello = _("Hello,")
    end = _("If you did not report anything, somebody gave us your address by mistake. You need not do anything.")
    text = f"{hello}\n\n{words}\n\n{url}\n\n{end}\n\n{settings.SITE_NAME}"
    subject = f"{subject} – {settings.SITE_NAME}"
    send_mail(subject, text, None, [report.email], html_message=letter_html(subject=subject, text=text))
