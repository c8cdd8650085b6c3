"""Forms for members only: who is not signed in, or no longer, signs in first and loses nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from writing.resending import resend_page

type View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Leads a visitor to sign in and back. What a visitor sent, as after a session ended, stands on the next page."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, **arguments)
        if request.method == "POST":
            return resend_page(
                request,
                _("You are not signed in any more, so we did not take it."),
                _("Sign in in another window. Then come back to this page and send it again."),
                heading=_("Please sign in and send that again"),
                status=403,
                needs_sign_in=True,
            )
        return redirect_to_login(request.get_full_path())

    return answer
