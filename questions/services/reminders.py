"""Tells specialists which of their reviews run out."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from questions.due import DueReview, due_reviews
from questions.models import ReviewReminder
from questions.permissions import can_review

_log = logging.getLogger(__name__)


def remind_reviewers(*, due: Iterable[DueReview], today: date) -> list[User]:
    """Sends each specialist who can still review one mail with their pages; once a day, however often it is called.

    Returns those who get one. A mail that cannot be sent is logged, and tried again by the next call.
    """
    pages = defaultdict(list)
    for page in due:
        pages[page.reviewer].append(page)
    reminded = [reviewer for reviewer in pages if reviewer.email and can_review(reviewer)]
    return [reviewer for reviewer in reminded if _remind(reviewer, pages[reviewer], today)]


def remind_of_due_reviews() -> list[User]:
    """Reminds every specialist of what has run out and what runs out within 30 days, as of today."""
    today = timezone.localdate()
    return remind_reviewers(due=due_reviews(today=today), today=today)


@transaction.atomic
def _remind(reviewer: User, pages: list[DueReview], today: date) -> bool:
    """Notes the reminder and leaves the mail for after the commit. False where there was one today."""
    reminder, is_new = ReviewReminder.objects.get_or_create(reviewer=reviewer, sent_on=today)
    if is_new:
        transaction.on_commit(partial(_send, reminder, _mail(reviewer, pages)))
    return is_new


def _mail(reviewer: User, pages: list[DueReview]) -> EmailMessage:
    """The subject names no condition: subjects are read over shoulders and kept in logs."""
    lines = [
        (page, f"{settings.SITE_URL}{reverse('admin:questions_summary_change', args=[page.summary_id])}")
        for page in pages
    ]
    body = render_to_string(
        "emails/review_due.txt", {"name": reviewer.display_name, "lines": lines, "site": settings.SITE_NAME}
    )
    subject = _("%(site)s: reviews that wait for you") % {"site": settings.SITE_NAME}
    return EmailMessage(subject=subject, body=body, to=[reviewer.email])


def _send(reminder: ReviewReminder, mail: EmailMessage) -> None:
    try:
        mail.send()
    except (OSError, SMTPException):
        _log.exception("A reminder of reviews could not be sent; the next call tries again.")
        reminder.delete()
