"""The maps of members, which only read."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts.requests import MemberRequest
from pages.loading import load_condition
from pages.map import map_asked_for, map_page
from pages.soulmates_map import soulmates_map_page
from pages.views import page
from writing.signing_in import signed_in


@page
def world_map(request: HttpRequest, condition: str = "") -> HttpResponseBase:
    """The map of all conditions or of one. Who typed the name of a condition is led to its own map."""
    loaded = load_condition(condition, "condition-map") if condition else None
    if loaded is None and (url := map_asked_for(request.GET)):
        return redirect(url)
    page = map_page(loaded, viewer=request.user, asked=request.GET)
    return render(request, "pages/map.html", {"page": page})


@never_cache
@signed_in
@page
def soulmates_map(request: MemberRequest) -> HttpResponse:
    return render(request, "pages/soulmates_map.html", {"page": soulmates_map_page(request.user)})
