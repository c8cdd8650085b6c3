"""Small pages that ask once more: taking an answer back, bringing it back, deleting it; and saying that one helped."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import MemberRequest, page_before
from questions.models import Answer
from questions.services import delete_answer, return_answer, take_back_vote, vote_helpful, withdraw_answer
from writing.limits import VOTES, check_rule
from writing.signing_in import signed_in

RELATED = ("author", "question__condition", "question__topic")


@dataclass(frozen=True)
class Change:
    """Something that an author can do with an answer: what is asked before, and what is said after."""

    do: Callable[..., None]
    heading: Promise | str
    words: Promise | str
    button: Promise | str
    done: Promise | str
    is_final: bool = False


CHANGES = {
    "withdraw": Change(
        withdraw_answer,
        _("Take your answer back?"),
        _("Nobody but you will see it. You can bring it back whenever you like."),
        _("Take it back"),
        _("You took your answer back. Only you can see it."),
    ),
    "return": Change(
        return_answer,
        _("Bring your answer back?"),
        _("The readers whom you chose will see it again."),
        _("Bring it back"),
        _("Your answer is back."),
    ),
    "delete": Change(
        delete_answer,
        _("Delete your answer?"),
        _("Your words, their earlier versions and all votes go for good. Nobody can bring them back."),
        _("Delete it for good"),
        _("Your answer is gone."),
        is_final=True,
    ),
}


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def decide(request: MemberRequest, pk: int, change: str) -> HttpResponse:
    """Asks the author once more, then does it."""
    chosen = CHANGES[change]
    answer = get_object_or_404(Answer.objects.filter(author=request.user).select_related(*RELATED), pk=pk)
    if request.method == "GET":
        return render(request, "questions/answer_decide.html", {"answer": answer, "change": chosen})
    chosen.do(by=request.user, answer=answer)
    messages.success(request, str(chosen.done))
    return redirect(answer.question if chosen.is_final else answer)


@never_cache
@require_http_methods(["GET", "POST"])
def helped(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that an answer helped. Who comes from signing in is asked once more: no GET counts."""
    answer = get_object_or_404(Answer.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    if request.method == "GET" or not isinstance(request.user, User):
        heading = gettext("Did this answer help you?")
        return render(request, "writing/helped.html", {"item": answer, "heading": heading})
    check_rule(VOTES, member=request.user)
    vote_helpful(voter=request.user, answer=answer)
    return redirect(_back(request, answer))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def helped_not(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes one's own “helped me” back."""
    answer = get_object_or_404(Answer.objects.readable_by(request.user).select_related(*RELATED), pk=pk)
    if request.method == "POST":
        check_rule(VOTES, member=request.user)
        take_back_vote(voter=request.user, answer=answer)
    return redirect(_back(request, answer))


def _back(request: HttpRequest, answer: Answer) -> str:
    """The page that the reader came from, at this answer."""
    if page := page_before(request):
        return f"{page.partition('#')[0]}#answer-{answer.pk}"
    return answer.get_absolute_url()
