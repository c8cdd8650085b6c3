"""Writes a mail: plain text and HTML, no picture, nothing from another host, no condition in the subject."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from notifications.kinds import notification_kinds
from notifications.models import Mail, Notification, Pace
from notifications.unsubscribing import Wish, address_of

MOST_LINES, MAX_TITLE = 10, 100


@dataclass(frozen=True)
class Line:
    """One piece of news."""

    title: str
    url: str


@dataclass(frozen=True)
class News:
    """What a mail says, for both of its forms. Addresses are whole."""

    subject: str
    name: str
    lines: list[Line]
    more_count: int
    list_url: str
    choices_url: str
    stop_url: str


def letter(mail: Mail) -> EmailMultiAlternatives | None:
    """The mail, or nothing where all of its news has been read or taken back, or nobody may be written to."""
    address = address_for(mail.recipient)
    rows = list(Notification.objects.unread().filter(mail=mail).exclude(pace=Pace.NEVER).order_by("made_at", "pk"))
    if not address or not rows:
        return None
    news = _news(mail, rows)
    message = EmailMultiAlternatives(
        subject=news.subject, body=plain(news), to=[address], headers=_headers(mail, news.stop_url)
    )
    inputs = {"news": news, "site_name": settings.SITE_NAME, "language": settings.LANGUAGE_CODE}
    message.attach_alternative(render_to_string("emails/news.html", inputs), "text/html")
    return message


def plain(news: News) -> str:
    """The mail as plain text, where nothing is escaped."""
    more = ngettext("And %(count)d more:", "And %(count)d more:", news.more_count) % {"count": news.more_count}
    parts = [
        _("Hello %(name)s,") % {"name": news.name},
        *(f"{line.title}\n{line.url}" for line in news.lines),
        *([f"{more}\n{news.list_url}"] if news.more_count else []),
        settings.SITE_NAME,
        _("You get this mail because you asked for such news."),
        _("Choose what comes by e-mail:") + f"\n{news.choices_url}",
        _("Stop mails of this kind:") + f"\n{news.stop_url}",
    ]
    return "\n\n".join(parts) + "\n"


def _news(mail: Mail, rows: list[Notification]) -> News:
    kinds = {row.kind for row in rows}
    return News(
        subject=_subject(kinds),
        name=mail.recipient.display_name,
        lines=[Line(Truncator(row.title).chars(MAX_TITLE), settings.SITE_URL + row.url) for row in rows[:MOST_LINES]],
        more_count=max(0, len(rows) - MOST_LINES),
        list_url=settings.SITE_URL + reverse("notification-list"),
        choices_url=settings.SITE_URL + reverse("email-choices"),
        stop_url=address_of(Wish(member=mail.recipient_id, kinds=tuple(kinds))),
    )


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
