"""Those who work for the site sign in with a second step: without one, the rooms of staff stay closed to them."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User

STAFF_ROOMS = ("/admin/", "/moderation/")
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def ask_for_second_step(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Leads staff who are signed in without a second step from their rooms to the page that sets one up."""
    if not settings.STAFF_NEEDS_SECOND_STEP:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF_ROOMS) or not is_staff(request) or has_second_step(request.user):
            return get_response(request)
        messages.warning(request, _("Work for the site needs a second step. Please set up a passkey or an app first."))
        return redirect("mfa_index")

    return middleware


def is_staff(request: HttpRequest) -> bool:
    """Whether someone works for the site. Others are refused by the rooms themselves."""
    return request.user.is_authenticated and (request.user.is_staff or request.user.has_perm("moderation.moderate"))


def has_second_step(user: User | AnonymousUser) -> bool:
    """Whether signing in asks this person for a code or a key beside the password."""
    return bool(is_mfa_enabled(user, SECOND_STEPS))
