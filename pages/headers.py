"""Headers that every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pages.freshness import is_personal

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
}
REPORTS = 'csp="/csp-reports/"'
"""Where a browser reports what a page tried: pages try things, files and data do not."""
PERSONAL = "private, no-store"


def add_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Closes what a page does not need, and lets nothing that a signed-in person sees be kept anywhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if _is_page(response):
            response.headers.setdefault("Reporting-Endpoints", REPORTS)
        _say_who_may_keep(request, response)
        return response

    return middleware


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _say_who_may_keep(request: HttpRequest, response: HttpResponse) -> None:
    """Personal pages are kept nowhere; a visitor's page may be kept, and is asked for again each time."""
    is_page = _is_page(response)
    if response.cookies or is_personal(request):
        if is_page:
            response.headers["Cache-Control"] = PERSONAL
        else:
            response.headers.setdefault("Cache-Control", PERSONAL)
    elif is_page:
        response.headers.setdefault("Cache-Control", "no-cache")
