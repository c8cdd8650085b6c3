"""When a form could not be taken, what was typed is not lost: it stands on the next page and can be sent again."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

MOST_FIELDS = 40
LONGEST = 120_000
SHORT = 120
HIDDEN = {"next", "action", "form_id", "go", "seen", "way"}
_SECRET = re.compile(r"passw|pwd|secret|token|otp|credential|^code$", re.IGNORECASE)
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105


@dataclass(frozen=True)
class TypedField:
    """A field that was sent. `kind` is short, long, hidden, or secret: that is asked for again and never shown."""

    place: int
    name: str
    label: str
    value: str
    kind: str


@dataclass(frozen=True)
class ResendPage:
    """What was typed. It can be sent again with one button only when it was typed on this very site."""

    heading: str
    words: tuple[str, ...]
    fields: tuple[TypedField, ...]
    action: str
    can_resend: bool
    needs_sign_in: bool


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form without a valid token, as after signing in in another window, or with cookies switched off."""
    return resend_page(
        request,
        _("Your form came without the sign that protects it, so we did not take it."),
        _("This happens after signing in in another window, or when cookies are switched off."),
        heading=_("Please send that again"),
        status=403,
    )


def resend_page(
    request: HttpRequest, *words: str, heading: str, status: int, needs_sign_in: bool = False
) -> HttpResponse:
    """The page that says what happened and holds what was typed."""
    page = ResendPage(
        heading=heading,
        words=words,
        fields=typed_fields(request),
        action=request.get_full_path(),
        can_resend=was_typed_here(request),
        needs_sign_in=needs_sign_in,
    )
    return render(request, "errors/resend.html", {"page": page}, status=status)


def was_typed_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on this site. Another site's form must never get a button here
    that sends it: that button would do what the missing token prevented."""
    origin = request.headers.get("Origin", "")
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def typed_fields(request: HttpRequest) -> tuple[TypedField, ...]:
    """What a form sent, without its CSRF token."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]
    return tuple(
        TypedField(
            place=place,
            name=name,
            label=capfirst(re.sub(r"[-_]+", " ", name)),
            value="" if _SECRET.search(name) else value[:LONGEST],
            kind=_kind(name, value),
        )
        for place, (name, value) in enumerate(sent[:MOST_FIELDS], start=1)
    )


def _kind(name: str, value: str) -> str:
    if _SECRET.search(name):
        return "secret"
    if name in HIDDEN:
        return "hidden"
    return "long" if "\n" in value or len(value) > SHORT else "short"
