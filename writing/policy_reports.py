"""Where browsers say what the content policy stopped."""

import json
import logging
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from writing.limits import Limit, StoreDownError, TooOftenError, check_limit
from writing.writers import address_of

MOST_BYTES: Final = 16_384
MOST_IN_ONE: Final = 10
REPORTS: Final = Limit("csp-reports", most=20, seconds=3600)
EVERYBODY: Final = Limit("csp-reports-of-all", most=500, seconds=3600)
_log = logging.getLogger("security.csp")


@csrf_exempt
@require_POST
def csp_reports(request: HttpRequest) -> HttpResponse:
    """Takes what a browser says that the content policy stopped. Only the rule and the other site go to the log: the
    page may name a condition, so neither its address nor who read it is kept."""
    try:
        check_limit(REPORTS, who=f"address:{address_of(request)}")
        check_limit(EVERYBODY, who="all")
    except (TooOftenError, StoreDownError):
        return HttpResponse(status=429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    for rule, place in _stopped(request.body):
        _log.warning("The content policy stopped %s from %s.", rule, place)
    return HttpResponse(status=204)


def _stopped(body: bytes) -> list[tuple[str, str]]:
    """The rule and the other site of each report, in the old form and the new one; nothing of what is neither."""
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = [report.get("body") for report in said if isinstance(report, dict)] if isinstance(said, list) else []
    if isinstance(said, dict):
        reports = [said.get("csp-report")]
    return [
        (_word(report, "effectiveDirective", "effective-directive"), _place(_text(report, "blockedURL", "blocked-uri")))
        for report in reports[:MOST_IN_ONE]
        if isinstance(report, dict)
    ]


def _text(report: dict[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := report.get(name), str)), "")


def _word(report: dict[str, Any], *names: str) -> str:
    word = _text(report, *names)
    return word if word.replace("-", "").isascii() and word.replace("-", "").isalpha() and len(word) <= 40 else "?"


def _place(address: str) -> str:
    """The host alone, or a word such as inline."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    place = host or address
    return place if place.isascii() and place.replace("-", "").replace(".", "").isalnum() and len(place) <= 100 else "?"
