"""Whether a form was sent from this very site, told by what the browser says of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from writing.resending import resend_page, was_typed_here

type View = Callable[..., HttpResponseBase]


def came_from_here(request: HttpRequest) -> bool:
    """Whether the form stood on a page of this site.

    Every browser of the last years sends `Origin` with a POST, and most say `Sec-Fetch-Site`; no page can forge them.
    A request without `Origin` is refused: nothing tells where it is from.
    """
    return was_typed_here(request) and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def draft_from_here(view: View) -> View:
    """For the addresses that only keep a draft. A page that everyone shares can hold no CSRF token; in its place the
    browser's own word is asked (docs/decisions/0006-drafts-before-accounts.md)."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        if request.method == "POST" and not came_from_here(request):
            return resend_page(
                request, _("Your form came from another place."), heading=_("Please send that again"), status=403
            )
        return view(request, **arguments)

    return csrf_exempt(answer)
