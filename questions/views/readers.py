"""What a reader without an account can tell the editors.

These forms set no cookie, so they carry no token (`draft_from_here` says why that is safe): nothing is done in
anybody's name. A limit holds for each network address; whoever sends too much finds what they typed on the next page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core import signing
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from questions.forms import MissingForm, ProblemForm
from questions.models import ConcernKind, PageFeedback, Question, Summary
from questions.patterns import fill
from questions.services import explain_feedback, give_feedback, raise_concern
from writing.limits import Limit, check_limit
from writing.origins import draft_from_here
from writing.writers import address_of

READERS: Final = Limit("reader", most=20, seconds=3600)
HOUR: Final = 3600
SALT: Final = "questions.feedback"

type View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """A form on a published question, for anybody who does not send too often. The view gets the question."""

    @draft_from_here
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, condition: str, topic: str, **rest: Any) -> HttpResponseBase:
        published = Question.objects.select_related("condition", "topic", "published_summary")
        question = get_object_or_404(
            published.filter(published_summary__isnull=False, condition__is_published=True),
            condition__slug=condition,
            topic__slug=topic,
        )
        if request.method == "POST":
            check_limit(READERS, who=address_of(request))
        return view(request, question=question, **rest)

    return answer


@for_readers
def helpful(request: HttpRequest, *, question: Question) -> HttpResponse:
    """One click on “Yes” or “No”; after “No” a page asks what was missing."""
    summary = question.published_summary
    if request.method != "POST" or summary is None:
        return redirect(question)
    is_helpful = request.POST.get("helpful") == "1"
    feedback = give_feedback(summary=summary, is_helpful=is_helpful)
    slugs = question.condition.slug, question.topic.slug
    if is_helpful:
        return redirect("question-thanks", *slugs)
    return redirect("question-missing", *slugs, signing.dumps(feedback.pk, salt=SALT))


@for_readers
def missing(request: HttpRequest, *, question: Question, token: str) -> HttpResponse:
    """What was missing, from the reader who has just said “No”."""
    form = MissingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        explain_feedback(feedback=_feedback(token, question), words=form.cleaned_data["words"])
        return redirect("question-thanks", question.condition.slug, question.topic.slug)
    return _page(request, "questions/missing.html", question, form=form)


def _feedback(token: str, question: Question) -> PageFeedback:
    try:
        pk = signing.loads(token, salt=SALT, max_age=HOUR)
    except signing.BadSignature as error:
        raise Http404 from error
    return get_object_or_404(PageFeedback, pk=pk, summary__in=Summary.objects.filter(question=question))


@for_readers
def problem(request: HttpRequest, *, question: Question) -> HttpResponse:
    """A reader reports that something on the page is wrong."""
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        raise_concern(question=question, kind=ConcernKind.PROBLEM, words=form.cleaned_data["words"])
        return redirect("question-thanks", question.condition.slug, question.topic.slug)
    return _page(request, "questions/problem.html", question, form=form)


@for_readers
def thanks(request: HttpRequest, *, question: Question) -> HttpResponse:
    return _page(request, "questions/thanks.html", question)


def _page(request: HttpRequest, template: str, question: Question, *, form: Form | None = None) -> HttpResponse:
    title = fill(question.topic.title_pattern, question.condition)
    short = fill(question.topic.heading_pattern, question.condition)
    context = {"question": question, "title": title, "short_title": short, "form": form}
    return render(request, template, context)
