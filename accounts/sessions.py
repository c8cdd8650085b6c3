"""How long someone stays signed in: idle and at most, and much shorter for staff. What a session left in the browser
is cleared when it ends."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.limits import network

DAY = 24 * 3600
MEMBER_IDLE, MEMBER_LONGEST = 14 * DAY, 30 * DAY
STAFF_IDLE, STAFF_LONGEST = 30 * 60, 12 * 3600
MEMBER_PAUSE, STAFF_PAUSE = 600, 60
"""Seconds after which a visit is noted again: not every page writes."""
CLEAR = '"cache", "storage"'
FOR_MACHINES = ("/feeds/", "/sitemap", "/robots.txt", "/theme.css", "/healthz", "/.well-known/", "/csp-reports/")
"""Addresses that are the same for everyone, and may be kept by anyone: who asks is not looked at."""


def watch_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Ends what has lasted too long, notes the visit now and then, and clears the browser after signing out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES and not is_for_machines(request)
        if not is_known or not request.user.is_authenticated:
            return get_response(request)
        if is_over(request):
            logout(request)
            messages.info(request, _("You were signed out after a while, to keep your account safe."))
        else:
            note_visit(request)
        response = get_response(request)
        if not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = CLEAR
        return response

    return middleware


def is_for_machines(request: HttpRequest) -> bool:
    """Whether the address is read by programs: a feed, a sitemap, a picture for link previews."""
    return request.path_info.startswith(FOR_MACHINES) or request.path_info.endswith("/image.png")


def is_over(request: HttpRequest) -> bool:
    """Whether the session has been idle or has lasted for too long. A session without a note begins now."""
    idle, longest = (STAFF_IDLE, STAFF_LONGEST) if request.user.is_staff else (MEMBER_IDLE, MEMBER_LONGEST)
    moment = now()
    begun, seen = request.session.get("begun_at", moment), request.session.get("seen_at", moment)
    return moment - begun > longest or moment - seen > idle


def note_visit(request: HttpRequest) -> None:
    """Remembers when the session was last used, for its limits and for the list of the member's devices."""
    moment, session = now(), request.session
    pause = STAFF_PAUSE if request.user.is_staff else MEMBER_PAUSE
    if session.get("noted_key") == session.session_key and moment - session.get("seen_at", 0) < pause:
        return
    session.setdefault("begun_at", moment)
    session["seen_at"], session["noted_key"] = moment, session.session_key
    UserSession.objects.filter(session_key=session.session_key).update(
        last_seen_at=datetime.fromtimestamp(moment, tz=UTC), ip=network(get_adapter(request).get_client_ip(request))
    )


def now() -> int:
    """The moment, in whole seconds."""
    return int(time.time())
