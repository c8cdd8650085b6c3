"""What no page here needs is refused before anything else looks at it: unknown methods, too large bodies, and NUL in an
address, which PostgreSQL takes in no text."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.utils.translation import gettext as _

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
MOST_BYTES: Final = 12 * 1024 * 1024
"""The largest picture that is taken, with the form around it."""


def refuse_at_the_gate(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """400 for an address with NUL, 405 for methods that no page has (Django's own views would answer TRACE), and 413
    for too large a body, unread."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(
                _("This address is not one of ours."), content_type="text/plain; charset=utf-8"
            )
        if request.method == "GET":
            return get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
            words = _("What you sent is too large for this site. Choose a smaller picture or a shorter text.")
            return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware
