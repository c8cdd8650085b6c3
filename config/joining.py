"""Where accounts meet what people wrote before they had one: the rooms of both know nothing of each other."""

from datetime import timedelta
from typing import Any, Final

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.adapter import AccountAdapter
from accounts.models import User
from writing.services import claim_drafts, drafts_of
from writing.writers import Writer, forget, token_of

LATELY: Final = timedelta(days=1)


class Adapter(AccountAdapter):
    """Gives a visitor's drafts to the member whom they have become, so that they are there on every device."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """The drafts are the newcomer's from the first moment: the mail may be read on another device."""
        member = super().save_user(request, user, form, commit)
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
