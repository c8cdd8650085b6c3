"""What happens to a form that came too often, or while the counters were down: its text is on the next page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from writing.limits import StoreDownError, TooOftenError
from writing.resending import resend_page

RETRY_SECONDS = 60


class KeepText:
    """Answers 429 and 503 with what was typed and a button that sends it again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

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
