"""A member who was asked to pause writes nothing, in whatever room; what they typed is on the page that says so."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from writing.resending import resend_page

SAFE = {"GET", "HEAD", "OPTIONS"}
STILL_OPEN = re.compile(
    r"\A(?:/(accounts|appeals|report|notifications|drafts)/"
    r"|/account/(data|close|closing|privacy|e-mail|picture/remove|people)\b"
    r"|/account/conditions/\d+/remove/"
    r"|/messages/\d+/((end|decline|let-go|read|\d+/remove)/)$"
    r"|.*/(withdraw|delete)/$)"
)
"""Signing in and out, appeals, reports, one's own data, taking back what one wrote, and ending contact."""


def keep_quiet(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers every other form of a suspended member with the words that they cannot write until a day."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or STILL_OPEN.match(request.path_info):
            return get_response(request)
        until = getattr(request.user, "suspended_until", None)
        if until is None or until <= timezone.now():
            return get_response(request)
        day = date_format(timezone.localtime(until))
        return resend_page(
            request,
            _("A moderator has asked you to pause. You can write here again from %(day)s.") % {"day": day},
            _("Why, and how to appeal, stands in your notifications. You can read, take your data along, and leave."),
            heading=_("You cannot write here at the moment"),
            status=403,
        )

    return middleware
