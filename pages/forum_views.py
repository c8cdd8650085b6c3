"""The forum's pages that only read."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from audit.services import record_readings
from forum.models import Post, Thread
from pages.ask import ask_page
from pages.edits import edits_page
from pages.forum import thread_list_page
from pages.loading import load_condition
from pages.offers import waiting_page
from pages.thread import load_thread, place_of_post, thread_page
from pages.views import page


@page
def thread_list(request: HttpRequest, condition: str = "") -> HttpResponse:
    loaded = load_condition(condition, "condition-forum") if condition else None
    page = thread_list_page(loaded, filters=request.GET, viewer=request.user)
    return render(request, "pages/thread_list.html", {"page": page})


@page
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    loaded = load_thread(pk, slug, viewer=request.user)
    page = thread_page(loaded, viewer=request.user, page_number=request.GET.get("page", ""))
    return render(request, "pages/thread.html", {"page": page})


@page
def post(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A reply's own address leads to the page on which it stands today."""
    return redirect(place_of_post(pk, viewer=request.user))


@page
def ask(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    page = ask_page(
        viewer=request.user,
        about=asked.get("condition", ""),
        title=asked.get("title", ""),
        query=asked.get("q", ""),
    )
    return render(request, "pages/ask.html", {"page": page})


@never_cache
@page
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    page = waiting_page(Thread.objects.filter(pk=pk).first(), viewer=request.user)
    return render(request, "pages/waiting.html", {"page": page})


@never_cache
@page
def thread_edits(request: HttpRequest, pk: int) -> HttpResponse:
    return _show_edits(request, Thread.objects.filter(pk=pk).first())


@never_cache
@page
def post_edits(request: HttpRequest, pk: int) -> HttpResponse:
    return _show_edits(request, Post.objects.filter(pk=pk).first())


def _show_edits(request: HttpRequest, item: Thread | Post | None) -> HttpResponse:
    page = edits_page(item, viewer=request.user)
    record_readings(by=int(request.user.pk or 0), readings=[page.reading])
    return render(request, "pages/edits.html", {"page": page})
