"""What a reader without an account can tell the editors.

These forms set no cookie, so they carry no token: `csrf_exempt` is safe here because nothing is done in anybody's name.
Instead the browser must say that the form stood on this site, and a limit holds for each network address.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.core import signing
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from moderation.limits import address_of, seconds_to_wait
from moderation.origins import is_from_here
from questions.forms import MissingForm, ProblemForm
from questions.models import ConcernKind, PageFeedback, Question, Summary
from questions.patterns import fill
from questions.services import explain_feedback, give_feedback, raise_concern

MOST_A_HOUR: Final = 20
HOUR: Final = 3600
SALT: Final = "questions.feedback"
NOT_FROM_HERE: Final = -1

type View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """A form on a published question, for anybody: the view gets the question, and how long the reader must wait."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, condition: str, topic: str, **rest: Any) -> HttpResponse:
        published = Question.objects.select_related("condition", "topic", "published_summary")
        question = get_object_or_404(
            published.filter(published_summary__isnull=False, condition__is_published=True),
            condition__slug=condition,
            topic__slug=topic,
        )
        wait = _wait(request) if request.method == "POST" else 0
        return view(request, question=question, wait=wait, **rest)

    return answer


def _wait(request: HttpRequest) -> int:
    if not is_from_here(request):
        return NOT_FROM_HERE
    return seconds_to_wait("reader", address_of(request), most=MOST_A_HOUR, seconds=HOUR)


@for_readers
def helpful(request: HttpRequest, *, question: Question, wait: int) -> HttpResponse:
    """One click on “Yes” or “No”; after “No” a page asks what was missing."""
    summary = question.published_summary
    if request.method != "POST" or summary is None:
        return redirect(question)
    if wait:
        return _page(request, "questions/wait.html", question, wait=wait)
    is_helpful = request.POST.get("helpful") == "1"
    feedback = give_feedback(summary=summary, is_helpful=is_helpful)
    slugs = question.condition.slug, question.topic.slug
    if is_helpful:
        return redirect("question-thanks", *slugs)
    return redirect("question-missing", *slugs, signing.dumps(feedback.pk, salt=SALT))


@for_readers
def missing(request: HttpRequest, *, question: Question, wait: int, token: str) -> HttpResponse:
    """What was missing, from the reader who has just said “No”."""
    form = MissingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not wait:
        explain_feedback(feedback=_feedback(token, question), words=form.cleaned_data["words"])
        return redirect("question-thanks", question.condition.slug, question.topic.slug)
    return _page(request, "questions/missing.html", question, form=form, wait=wait)


def _feedback(token: str, question: Question) -> PageFeedback:
    try:
        pk = signing.loads(token, salt=SALT, max_age=HOUR)
    except signing.BadSignature as error:
        raise Http404 from error
    versions = Summary.objects.filter(question=question)
    return get_object_or_404(PageFeedback, pk=pk, summary__in=versions)


@for_readers
def problem(request: HttpRequest, *, question: Question, wait: int) -> HttpResponse:
    """A reader reports that something on the page is wrong."""
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not wait:
        raise_concern(question=question, kind=ConcernKind.PROBLEM, words=form.cleaned_data["words"])
        return redirect("question-thanks", question.condition.slug, question.topic.slug)
    return _page(request, "questions/problem.html", question, form=form, wait=wait)


@for_readers
def thanks(request: HttpRequest, *, question: Question, wait: int) -> HttpResponse:  # noqa: ARG001
    return _page(request, "questions/thanks.html", question)


def _page(
    request: HttpRequest, template: str, question: Question, *, form: Form | None = None, wait: int = 0
) -> HttpResponse:
    """The small page of a form. Over the limit, or sent from elsewhere, it keeps what was typed and says why."""
    status, reason = HTTPStatus.OK, ""
    if wait == NOT_FROM_HERE:
        status, reason = (
            HTTPStatus.FORBIDDEN,
            _("Your browser did not say that this was sent from here. Send it again."),
        )
    elif wait:
        minutes = -(-wait // 60)
        sentence = ngettext(
            "There were many messages in a short time. Try again in %(minutes)d minute.",
            "There were many messages in a short time. Try again in %(minutes)d minutes.",
            minutes,
        )
        status, reason = HTTPStatus.TOO_MANY_REQUESTS, sentence % {"minutes": minutes}
    title = fill(question.topic.title_pattern, question.condition)
    short = fill(question.topic.heading_pattern, question.condition)
    context = {"question": question, "title": title, "short_title": short, "form": form, "reason": reason}
    response = render(request, template, context, status=status)
    if wait > 0:
        response.headers["Retry-After"] = str(wait)
    return response
