"""Sends mails, each at most once.

A mail is claimed in the database before it leaves. When the mail server says no, the claim is given back and the mail
is tried again later; when nobody can know whether it left (the line broke, the process was killed), it stays claimed.
"""

import logging
import smtplib
from datetime import timedelta
from typing import Any

from django.core.mail import mailers
from django.db.models import F
from django.utils import timezone

from notifications.composing import make_mails
from notifications.letters import letter
from notifications.models import Mail, Pace

WAITS = [timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1)]
"""How long after each attempt the next one comes. After the last the mail is given up."""
MOST = 500
"""So many mails in one go; the next go is five minutes away."""
logger = logging.getLogger(__name__)


def send_due() -> int:
    """Sends every mail whose time has come, and returns how many left. Two at once send each mail once."""
    make_mails(Pace.AT_ONCE)
    due = list(Mail.objects.to_send(timezone.now()).order_by("pk").values_list("pk", flat=True)[:MOST])
    if not due:
        return 0
    server = mailers.default
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.error("The mail server cannot be reached (%s). Mails wait.", type(error).__name__)
        return 0
    try:
        return sum(_send(pk, server) for pk in due)
    finally:
        server.close()


def _send(pk: int, server: Any) -> bool:
    if (
        not Mail.objects.to_send(timezone.now())
        .filter(pk=pk)
        .update(claimed_at=timezone.now(), attempts=F("attempts") + 1)
    ):
        return False
    mail = Mail.objects.select_related("recipient").get(pk=pk)
    message = letter(mail)
    if message is None:
        mail.delete()
        return False
    try:
        server.send_messages([message])
    except smtplib.SMTPResponseException as refusal:
        _try_later(mail, is_final=refusal.smtp_code >= 500)
    except smtplib.SMTPRecipientsRefused as refusal:
        _try_later(mail, is_final=any(code >= 500 for code, _words in refusal.recipients.values()))
    except (OSError, smtplib.SMTPException) as error:
        logger.error("Mail %s may not have left (%s). It is not sent again.", pk, type(error).__name__)
    else:
        Mail.objects.filter(pk=pk).update(sent_at=timezone.now())
        return True
    return False


def _try_later(mail: Mail, *, is_final: bool) -> None:
    """Gives the claim back, unless the server will never take this mail."""
    if is_final or mail.attempts > len(WAITS):
        logger.error("Mail %s was refused for good after %s attempts.", mail.pk, mail.attempts)
        return
    Mail.objects.filter(pk=mail.pk).update(claimed_at=None, next_attempt_at=timezone.now() + WAITS[mail.attempts - 1])
