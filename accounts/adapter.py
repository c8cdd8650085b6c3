"""Where django-allauth asks this site how it wants things."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.closing import keep_account
from accounts.inviting import IN_SESSION, holds, use_invitation
from accounts.letters import letter_html
from accounts.limits import DAY, count_today, household, used_today
from accounts.models import User
from accounts.services import join
from accounts.sessions import note_visit

SIGN_UPS = "sign-ups"
WRONG = _("The name or the password is not right. Please check both.")
WORDS = {
    "email_password_mismatch": WRONG,
    "username_password_mismatch": WRONG,
    "incorrect_password": _("This is not your password. Please check it."),
    "enter_current_password": _("This is not your password today. Please check it."),
    "incorrect_code": _("This code is not right. Please check it, or ask for a new one."),
    "too_many_login_attempts": _("There were many tries. Please wait five minutes, or choose a new password."),
    "duplicate_email": _("This is your address already."),
    "rate_limited": _("There were many tries. Please wait a moment."),
}
"""Django-allauth's sentences, where this site says them in its own words."""


class AccountAdapter(DefaultAccountAdapter):
    """How accounts are made here, and what their mails look like."""

    error_messages = DefaultAccountAdapter.error_messages | WORDS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether this person may join, as the owner set it; not more than a few from one network in a day."""
        is_invited = settings.SIGN_UP == "invited" and holds(_token_of(request))
        if settings.SIGN_UP != "open" and not is_invited:
            return False
        if used_today(SIGN_UPS, household(self.get_client_ip(request))) >= settings.SIGN_UPS_PER_DAY:
            raise ImmediateHttpResponse(_come_back_tomorrow(request))
        return True

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:  # noqa: ARG002
        """Makes the newcomer a member. An invitation is used up by it. Raises InvitationGoneError."""
        said = form.cleaned_data
        with transaction.atomic():
            member = join(
                newcomer=user,
                display_name=said["display_name"],
                email=said["email"],
                password=said.get("password1"),
            )
            if settings.SIGN_UP == "invited":
                use_invitation(token=_token_of(request), member=member)
        request.session.pop(IN_SESSION, None)
        return member

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Whoever signs in keeps an account that was to be closed. Of the network address the last part is dropped."""
        if keep_account(member=user):
            messages.success(request, _("Your account stays open."))
        response = super().post_login(request, user, **how)
        note_visit(request)
        return response

    def format_email_subject(self, subject: str) -> str:
        """Subjects are whole sentences of ours."""
        return subject

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The plain text, and the same words as HTML."""
        words = context | {"site_name": settings.SITE_NAME, "contact_email": settings.CONTACT_EMAIL}
        plain = super().render_mail(template_prefix, email, words, headers)
        letter = EmailMultiAlternatives(plain.subject, plain.body, plain.from_email, plain.to, headers=headers)
        letter.attach_alternative(letter_html(subject=plain.subject, text=plain.body), "text/html")
        return letter


def _token_of(request: HttpRequest) -> str:
    """The secret of the invitation that this browser opened, or nothing."""
    return str(request.session.get(IN_SESSION, ""))


def count_newcomer(request: HttpRequest) -> None:
    """Counts one more who asks to join from this network today."""
    count_today(SIGN_UPS, household(AccountAdapter(request).get_client_ip(request)))


def _come_back_tomorrow(request: HttpRequest) -> HttpResponse:
    response = render(request, "account/signup_full.html", status=429)
    response.headers["Retry-After"] = str(DAY)
    return response
