from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in, as a view behind `login_required` gets it. Only a name for the types."""

    user: User


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. A header that visitors could make up is believed only of one's own proxy."""
    if settings.BEHIND_PROXY and (said := request.META.get("HTTP_X_FORWARDED_FOR")):
        return str(said.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR") or "::1")


def page_before(request: HttpRequest) -> str:
    """The page of this site that a form says it was sent from; empty for none, and for one of another site."""
    page = request.POST.get("next", "") or request.GET.get("next", "")
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""
