"""Every page that only reads: load, gather, render."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from audit.services import record_readings
from pages.about import about_page
from pages.answer_history import answer_history_page
from pages.answer_place import place_of_answer
from pages.comparison import comparison_page
from pages.condition import condition_page, question_list_page
from pages.conditions import condition_list_page
from pages.drafts import draft_list_page
from pages.help_now import help_now_page
from pages.history import history_page
from pages.home import home_page
from pages.loading import MovedError, load_condition
from pages.member import load_member, member_page
from pages.once import one_page
from pages.question import load_question, question_page
from pages.reviewer import reviewer_page
from pages.search import search_page
from pages.searches import count_search
from pages.soulmates import soulmates_page
from pages.stories import story_list_page
from pages.story import load_story, story_page
from writing.signing_in import signed_in
from writing.writers import writer_of

type View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page for reading: only GET and HEAD, and an old address leads to the new one for good."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        try:
            with one_page():
                return view(request, **arguments)
        except MovedError as moved:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{moved.url}?{query}" if query else moved.url)

    return require_safe(answer)


@page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html", {"page": home_page(viewer=request.user)})


@page
def condition_list(request: HttpRequest) -> HttpResponse:
    page = condition_list_page(request.GET.get("letter", ""), request.GET.get("from", ""))
    return render(request, "pages/condition_list.html", {"page": page})


@page
def condition(request: HttpRequest, condition: str) -> HttpResponse:
    loaded = load_condition(condition, "condition-detail")
    return render(request, "pages/condition.html", {"page": condition_page(loaded, viewer=request.user)})


@page
def question_list(request: HttpRequest, condition: str) -> HttpResponse:
    loaded = load_condition(condition, "question-list")
    return render(request, "pages/question_list.html", {"page": question_list_page(loaded)})


@page
def question(request: HttpRequest, condition: str, topic: str) -> HttpResponse:
    asked = load_question(condition, topic)
    page = question_page(
        asked, viewer=request.user, sort=request.GET.get("sort", ""), page_number=request.GET.get("page", "")
    )
    return render(request, "pages/question.html", {"page": page})


@page
def history(request: HttpRequest, condition: str, topic: str) -> HttpResponse:
    page = history_page(load_question(condition, topic, "question-history"), request.GET.get("page", ""))
    return render(request, "pages/history.html", {"page": page})


@page
def compare(request: HttpRequest, condition: str, topic: str) -> HttpResponse:
    asked = load_question(condition, topic, "question-compare")
    numbers = {"before": request.GET.get("before", ""), "after": request.GET.get("after", "")}
    page = comparison_page(asked, **numbers, shown=request.GET.get("as", ""))
    return render(request, "pages/comparison.html", {"page": page})


@page
def reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "pages/reviewer.html", {"page": reviewer_page(pk, request.GET.get("page", ""))})


@page
def story_list(request: HttpRequest, condition: str = "") -> HttpResponse:
    loaded = load_condition(condition, "condition-stories") if condition else None
    page = story_list_page(loaded, viewer=request.user, filters=request.GET)
    return render(request, "pages/story_list.html", {"page": page})


@page
def story(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    page = story_page(load_story(pk, slug, request.user), viewer=request.user)
    return render(request, "pages/story.html", {"page": page})


@page
def member(request: HttpRequest, username: str) -> HttpResponse:
    page = member_page(load_member(username), viewer=request.user, seen_as=request.GET.get("as", ""))
    return render(request, "pages/member.html", {"page": page})


@page
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An answer's own address leads to the page on which it stands today."""
    return redirect(place_of_answer(pk, viewer=request.user))


@never_cache
@signed_in
@page
def answer_history(request: MemberRequest, pk: int) -> HttpResponse:
    page = answer_history_page(pk, viewer=request.user)
    record_readings(by=request.user.pk, readings=[page.reading])
    return render(request, "pages/answer_history.html", {"page": page})


@never_cache
@page
def draft_list(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/drafts.html", {"page": draft_list_page(writer_of(request))})


@never_cache
@page
def soulmates(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/soulmates.html", {"page": soulmates_page(request.user)})


@page
def search(request: HttpRequest) -> HttpResponse:
    page = search_page(request.GET.get("q", ""))
    count_search(request, page)
    return render(request, "pages/search.html", {"page": page})


@never_cache
@page
def help_now(request: HttpRequest) -> HttpResponse:
    page = help_now_page(
        viewer=request.user,
        asked=request.GET.get("country", ""),
        accept_language=request.headers.get("Accept-Language", ""),
        way_on=request.GET.get("text", ""),
    )
    return render(request, "pages/help_now.html", {"page": page})


@page
def about(request: HttpRequest, name: str) -> HttpResponse:
    page = about_page(name)
    return render(request, page.template, {"page": page})
