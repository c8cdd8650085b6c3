"""The maps of members, which only read."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from pages.loading import load_condition
from pages.map import map_asked_for, map_page
from pages.views import page


@page
def world_map(request: HttpRequest, condition: str = "") -> HttpResponseBase:
    """The map of all conditions or of one. Who typed the name of a condition is led to its own map."""
    loaded = load_condition(condition, "condition-map") if condition else None
    if loaded is None and (url := map_asked_for(request.GET)):
        return redirect(url)
    page = map_page(loaded, viewer=request.user, asked=request.GET)
    return render(request, "pages/map.html", {"page": page})
