"""Whether a form was sent from a page of this site, for visitors who have no cookie to prove it with."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """By what the browser itself says about where the form stood. No answer at all counts as no.

    It guards forms that need no account and that do nothing in anybody's name; a form that does uses Django's token.
    """
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if origin := request.headers.get("Origin"):
        return origin in own
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    referrer = urlsplit(request.headers.get("Referer", ""))
    return f"{referrer.scheme}://{referrer.netloc}" in own
