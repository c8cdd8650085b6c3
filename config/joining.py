"""Where accounts meet what people wrote before they had one: the rooms of both know nothing of each other."""

from datetime import timedelta
from typing import Any, Final

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import AccountAdapter
from accounts.inviting import InvitationGoneError
from accounts.models import User
from writing.resending import resend_page
from writing.services import claim_drafts, drafts_of
from writing.writers import Writer, forget, token_of

LATELY: Final = timedelta(days=1)


class Adapter(AccountAdapter):
    """Gives a visitor's drafts to the member whom they have become, so that they are there on every device."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whoever may not join and has filled in the form finds what they typed on the page that says so."""
        is_open: bool = super().is_open_for_signup(request)
        if not is_open and request.method == "POST":
            raise ImmediateHttpResponse(_refuse(request))
        return is_open

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """The drafts are the newcomer's from the first moment: the mail may be read on another device."""
        try:
            member = super().save_user(request, user, form, commit)
        except InvitationGoneError as error:
            raise ImmediateHttpResponse(_refuse(request)) from error
        claim_drafts(token=token_of(request), by=member)
        return member

    def post_login(self, request: HttpRequest, user: User, **arguments: Any) -> HttpResponse:
        """What was written before signing in comes along, and the cookie for it goes."""
        token = token_of(request)
        if token:
            claim_drafts(token=token, by=user)
        response: HttpResponse = super().post_login(request, user, **arguments)
        if token:
            forget(response)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who was writing a moment ago, perhaps on another device, finds it again; an address to go to comes first."""
        if isinstance(request.user, User):
            drafts = drafts_of(Writer(member=request.user)).filter(updated_at__gte=timezone.now() - LATELY)
            if drafts.exists():
                return reverse("draft-list")
        return super().get_login_redirect_url(request)


def _refuse(request: HttpRequest) -> HttpResponse:
    if settings.SIGN_UP == "invited":
        return resend_page(
            request,
            _("New members join by invitation here, and each invitation is for one person and some days."),
            _("Open the link of yours in another window, and press its button. Then come back and send this again."),
            heading=_("Joining needs an invitation"),
            status=403,
        )
    words = _("The people who run this site take no new members at the moment.")
    return resend_page(request, words, heading=_("Joining is closed"), status=403)
