"""Closing an account: asked for, undone by signing in, and carried out on the day that was named."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urljoin

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.letters import letter_html
from accounts.models import Closing, User
from accounts.permissions import is_only_owner


@transaction.atomic
def ask_to_close(*, member: User, texts: str, removed: Iterable[tuple[str, int]] = ()) -> Closing:
    """Closes the account in CLOSING_DAYS days and signs the member out everywhere. Asking again begins anew.

    Raises ValidationError, also for the last owner of the site.
    """
    if is_only_owner(member):
        raise ValidationError(_("You are the only owner of this site. Make someone else an owner first."))
    closing = Closing.objects.filter(member=member).first() or Closing(member=member)
    closing.asked_at = timezone.now()
    closing.due_on = timezone.localdate() + timedelta(days=settings.CLOSING_DAYS)
    closing.texts, closing.removed = texts, [[kind, pk] for kind, pk in removed]
    closing.full_clean()
    closing.save()
    end_sessions(member)
    transaction.on_commit(lambda: _tell_of_closing(member, closing))
    return closing


@transaction.atomic
def keep_account(*, member: User) -> bool:
    """Takes the wish to close the account back: signing in does it. False where there was none."""
    deleted, _tables = Closing.objects.filter(member=member).delete()
    return bool(deleted)


@transaction.atomic
def anonymise(*, member: User) -> None:
    """Empties the row of a member who has left. It stays, because texts that stay and records point at it."""
    member.username = f"former-{secrets.token_hex(8)}"
    member.display_name = _("Former member")
    member.name_key = member.first_name = member.last_name = member.email = ""
    member.credential = member.conflict_of_interest = member.biography = ""
    member.is_active = member.is_staff = member.is_superuser = False
    member.closed_at = member.date_joined = timezone.now()
    member.last_login = member.suspended_until = None
    member.waiting_count, member.is_address_trusted = 0, False
    member.set_unusable_password()
    member.full_clean(exclude=["password"])
    member.save()
    member.groups.clear()
    member.user_permissions.clear()


def end_sessions(member: User) -> None:
    """Signs a member out of every browser. Old sessions that nothing names are found by what they hold."""
    UserSession.objects.filter(user=member).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(member.pk):
            session.delete()


def _tell_of_closing(member: User, closing: Closing) -> None:
    if not member.email:
        return
    values = {
        "name": member.display_name,
        "site": settings.SITE_NAME,
        "day": date_format(closing.due_on),
        "url": urljoin(settings.SITE_URL, reverse("account_login")),
    }
    text = _(
        "Hello %(name)s,\n\nyou asked us to close your account at %(site)s. It will be closed on %(day)s.\n\n"
        "To keep it, sign in before that day:\n\n%(url)s\n\nIf you did not ask for this, sign in and change your "
        "password."
    )
    subject, text = _("Your account will be closed"), text % values
    send_mail(subject, text, None, [member.email], html_message=letter_html(subject=subject, text=text))
