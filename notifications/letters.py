"""Writes a mail: plain text and HTML, no picture, nothing from another host, no condition in the subject."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.kinds import notification_kinds
from notifications.models import Mail, Notification, Pace
from notifications.unsubscribing import Wish, address_of

MOST_LINES = 20


@dataclass(frozen=True)
class Line:
    """One piece of news."""

    title: str
    url: str


def letter(mail: Mail) -> EmailMultiAlternatives | None:
    """The mail, or nothing where all of its news has been read or taken back, or nobody may be written to."""
    address = address_for(mail.recipient)
    news = list(Notification.objects.unread().filter(mail=mail).exclude(pace=Pace.NEVER).order_by("made_at", "pk"))
    if not address or not news:
        return None
    kinds = {notification.kind for notification in news}
    stop = address_of(Wish(member=mail.recipient_id, kinds=tuple(kinds)))
    subject = _subject(kinds)
    inputs = {
        "name": mail.recipient.display_name,
        "lines": [Line(row.title, settings.SITE_URL + row.url) for row in news[:MOST_LINES]],
        "more_count": max(0, len(news) - MOST_LINES),
        "site_name": settings.SITE_NAME,
        "list_url": settings.SITE_URL + reverse("notification-list"),
        "choices_url": settings.SITE_URL + reverse("email-choices"),
        "stop_url": stop,
        "subject": subject,
        "language": settings.LANGUAGE_CODE,
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("emails/news.txt", inputs),
        to=[address],
        headers=_headers(mail, stop),
    )
    message.attach_alternative(render_to_string("emails/news.html", inputs), "text/html")
    return message


def address_for(member: User) -> str:
    """The member's confirmed address, or nothing where no mail may go."""
    if not member.is_active or member.closed_at:
        return ""
    confirmed = EmailAddress.objects.filter(user=member, primary=True, verified=True)
    return confirmed.values_list("email", flat=True).first() or ""


def _subject(kinds: set[str]) -> str:
    """The kind's own words, or those for several kinds: never a title, which may name a condition."""
    words = [str(kind.subject) for kind in notification_kinds() if kind.name in kinds]
    subject = words[0] if len(words) == 1 else _("News for you")
    return f"{subject} – {settings.SITE_NAME}"


def _headers(mail: Mail, stop: str) -> dict[str, str]:
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    return {
        "Message-ID": f"<mail-{mail.pk}-{mail.made_at:%Y%m%d%H%M%S}@{host}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
