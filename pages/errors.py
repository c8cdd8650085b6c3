"""What a visitor sees when something went wrong: what happened, what to do, and the ways on."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from pages.guesses import near_conditions
from pages.links import link
from pages.meta import Meta, page_title
from writing.resending import typed_fields, was_typed_here


class GoneError(Http404):
    """What was at an address has been taken back by the person who wrote it. `url` and `label` lead on from there."""

    def __init__(self, *, heading: str, words: str, url: str, label: str) -> None:
        super().__init__(heading)
        self.heading, self.words, self.url, self.label = heading, words, url, label


@dataclass(frozen=True)
class ErrorPage:
    """What an error page says. `guesses` may be what was meant, `ways` lead on; both are addresses with names."""

    meta: Meta
    heading: str
    words: tuple[str, ...]
    guesses: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: something in the request made no sense."""
    words = (
        _("Your browser sent something that this site could not read."),
        _("Go back and try again. If it happens again, please tell us."),
    )
    return _answer(request, _page(_("We could not read that"), *words), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the services say why in their own sentence."""
    reason = str(exception or "")
    is_signed_in = hasattr(request, "user") and request.user.is_authenticated
    words = reason or _("This page is not open to you.")
    ways = () if is_signed_in else ((link("account_login"), _("Sign in")),)
    return _answer(request, _page(_("You cannot do that here"), words, ways=ways), status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with conditions that have a name like the one asked for; 410 for what was taken back."""
    if isinstance(exception, GoneError):
        page = _page(exception.heading, exception.words, ways=((exception.url, exception.label),))
        return _answer(request, page, status=410)
    words = (
        _("There is no page at this address."),
        _("The address may have a typing mistake, or the page may have moved."),
    )
    return _answer(request, _page(_("Page not found"), *words, guesses=near_conditions(request.path)), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither the database nor the list of static files. What was typed stands on it."""
    try:
        stylesheet = staticfiles_storage.url("site.css")
    except ValueError:
        stylesheet = ""
    values = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "stylesheet": stylesheet,
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "home": link("home"),
        **_typed(request),
    }
    return HttpResponse(render_to_string("errors/500.html", values), status=500, headers={"Cache-Control": "no-store"})


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What a form sent, where the request can still be read, and what it takes to send it again."""
    if request.method != "POST":
        return {}
    try:
        fields, can_resend = typed_fields(request), was_typed_here(request)
    except (SuspiciousOperation, BadRequest, RawPostDataException, OSError):
        return {}
    return {
        "typed": fields,
        "action": request.get_full_path(),
        "csrf_token": get_token(request) if can_resend else "",
    }


def _page(
    heading: str,
    *words: str,
    guesses: tuple[tuple[str, str], ...] = (),
    ways: tuple[tuple[str, str], ...] = (),
) -> ErrorPage:
    return ErrorPage(
        meta=Meta(title=page_title(heading, settings.SITE_NAME), description="", canonical="", is_indexable=False),
        heading=heading,
        words=words,
        guesses=guesses,
        ways=(
            *ways,
            (link("condition-list"), _("All conditions, A to Z")),
            (link("home"), _("Home page")),
            (link("about", "contact"), _("Contact and help")),
        ),
    )


def _answer(request: HttpRequest, page: ErrorPage, *, status: int) -> HttpResponse:
    return render(request, "errors/error.html", {"page": page}, status=status)
