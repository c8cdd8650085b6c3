"""What happens to a form that came too often, or while the counters were down: its text is on the next page."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from accounts.limits import household
from accounts.requests import address_of
from writing.limits import Limit, StoreDownError, TooOftenError, check_limit
from writing.resending import resend_page

RETRY_SECONDS: Final = 60
AN_HOUR: Final = 3600
NOT_COUNTED: Final = ("/accounts/logout/", "/notifications/unsubscribe/", "/csp-reports/")
"""Leaving is always possible, mails are ended by the servers of mail programs, and a browser reports by itself."""


class KeepText:
    """Answers 429 and 503 with what was typed and a button that sends it again.

    Beside what each form counts for itself, all forms of one network address are counted, whoever is signed in there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Counts a form, once it is known to be this site's own: nobody else's page can use up what an address has."""
        if request.method != "POST" or not settings.FORMS_PER_HOUR or request.path_info.startswith(NOT_COUNTED):
            return None
        try:
            check_limit(Limit("forms", most=settings.FORMS_PER_HOUR, seconds=AN_HOUR), who=_household(request))
        except (TooOftenError, StoreDownError, RedisError) as error:
            return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only these: every other error is the 500 page's. Django-allauth lets Redis's own through."""
        if isinstance(exception, TooOftenError):
            again_at = time_format(timezone.localtime(exception.again_at), "TIME_FORMAT")
            words = _("That was often in a short time. You can go on at %(time)s.") % {"time": again_at}
            response = resend_page(request, words, heading=_("Please wait a little"), status=429)
            response.headers["Retry-After"] = str(exception.seconds_left)
            return response
        if isinstance(exception, StoreDownError | RedisError):
            words = _("We cannot take texts at this moment. Please try again in a minute.")
            response = resend_page(request, words, heading=_("Please wait a little"), status=503)
            response.headers["Retry-After"] = str(RETRY_SECONDS)
            return response
        return None


def _household(request: HttpRequest) -> str:
    try:
        return f"address:{household(address_of(request))}"
    except ValueError:
        return "address:"
