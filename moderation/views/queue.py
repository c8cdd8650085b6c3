"""The queue, and what moderators do with its cases."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import MemberRequest
from audit.models import Entry
from moderation import queue, services
from moderation.acting import act_on
from moderation.acts import ACTS, is_possible
from moderation.editorial import editors_texts
from moderation.forms import FilterForm, form_for
from moderation.models import Action, Case, Decision, Reason
from moderation.permissions import can_decide, can_suspend
from moderation.views.loading import for_moderators, load_case, number_in, show_rows, to_queue
from moderation.wordings import wording_called, wordings_for

LOG_LINES = 100
USES_KEYS = "uses-keys"
"""Under what a session keeps that single keys do something in the queue."""


@require_safe
@for_moderators
def moderation_list(request: MemberRequest) -> HttpResponse:
    form = FilterForm(request.GET, languages=queue.languages())
    chosen = form.chosen()
    cases, at = queue.chosen_cases(request.user, chosen), number_in(request.GET.get("at", ""))
    number = queue.page_at(cases, at) if at else ""
    page = queue.page_of(cases, number or request.GET.get("page", ""))
    inputs = {
        "form": form,
        "is_filtered": bool(chosen),
        "counts": queue.counts(request.user),
        "rows": show_rows(page, request.user),
        "page": page,
        "at": at if number else 0,
        "uses_keys": request.session.get(USES_KEYS, False),
        "appeal_count": services.open_appeals(request.user).count(),
    }
    return render(request, "moderation/list.html", inputs)


@require_safe
@for_moderators
def case_detail(request: MemberRequest, pk: int) -> HttpResponse:
    case, _kind, _item = load_case(pk)
    inputs = {
        "case": case,
        "row": show_rows([case], request.user)[0] if case.is_open else None,
        "decisions": Decision.objects.filter(kind=case.kind, item_id=case.item_id).select_related("by"),
    }
    return render(request, "moderation/case.html", inputs)


@require_POST
@for_moderators
def case_claim(request: MemberRequest, pk: int) -> HttpResponse:
    case, _kind, _item = load_case(pk)
    if services.claim(by=request.user, case=case):
        messages.success(request, _("You are reading this. Nobody else can decide for 20 minutes."))
    else:
        messages.error(request, _("Somebody else is reading this, or it is decided already."))
    return redirect(f"{reverse('case-detail', args=[pk])}#case-{pk}")


@require_POST
@for_moderators
def case_release(request: MemberRequest, pk: int) -> HttpResponse:
    case, _kind, _item = load_case(pk)
    services.release(by=request.user, case=case)
    messages.success(request, _("You let go of it."))
    return to_queue(pk)


@require_POST
@for_moderators
def address_trust(request: MemberRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(User, pk=pk)
    if services.trust_address(by=request.user, member=member):
        messages.success(
            request, _("New texts of this member do not wait for their address. What waits needs a decision.")
        )
    else:
        messages.error(request, _("Somebody has said so already, or the account is closed."))
    return redirect("moderation-list")


def _check_who(user: User, action: str, case: Case) -> None:
    """Says before the form is filled in that somebody else has to do it."""
    if not can_decide(user, case.author_id):
        raise PermissionDenied(_("Another moderator decides about what you wrote yourself."))
    if action == Action.SUSPEND and not can_suspend(user, case.author):
        raise PermissionDenied(_("Only owners suspend somebody who works for the site. Hand it over to one."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def case_act(request: MemberRequest, pk: int, action: str) -> HttpResponse:
    case, kind, item = load_case(pk)
    if not is_possible(action, kind):
        raise Http404
    _check_who(request.user, action, case)
    wording = wording_called(request.GET.get("wording", ""))
    begun: dict[str, Any] = {"words": kind.body_of(item), "seen": show_rows([case], request.user)[0].seen}
    begun["title"] = kind.own_title_of(item) if kind.has_title(item) else ""
    if wording:
        begun |= {"reason": wording.words, "ground": wording.ground}
    about = kind.about_of(item)
    texts = editors_texts(about.conditions) if action == Action.LABEL else ()
    begun["chosen"] = about.url
    without = {request.user.pk, case.author_id}
    form = form_for(action, request.POST or None, initial=begun, without=without, texts=texts)
    following = queue.next_free(case, request.user) if request.method == "POST" else 0
    if request.method == "POST" and form.is_valid() and act_on(request, case, item, action, form):
        return to_queue(following)
    inputs = {"case": case, "act": ACTS[action], "form": form, "wordings": wordings_for(action)}
    inputs |= {"title": kind.title_of(item), "body_html": kind.html_of(item)}
    return render(request, "moderation/act.html", inputs)


@require_POST
@for_moderators
def spam(request: MemberRequest) -> HttpResponse:
    """Many adverts at once, after a page that shows which."""
    numbers = [int(number) for number in request.POST.getlist("case") if number.isdigit()][: queue.PER_PAGE]
    flagged = Case.objects.open().filter(pk__in=numbers, flags__reason=Reason.SPAM).distinct()
    cases = list(flagged.select_related("author"))
    if not cases:
        messages.error(request, _("Choose texts that are flagged as adverts."))
        return redirect("moderation-list")
    if request.POST.get("sure") != "1":
        return render(request, "moderation/spam.html", {"rows": show_rows(cases, request.user)})
    done = services.reject_adverts(by=request.user, cases=cases, reason=_("An advert. Nothing is sold here."))
    words = ngettext("%(n)s advert was taken down.", "%(n)s adverts were taken down.", done)
    messages.success(request, words % {"n": done})
    return redirect("moderation-list")


@require_POST
@for_moderators
def keys(request: MemberRequest) -> HttpResponse:
    """Switches the single keys on or off, until the moderator signs out."""
    request.session[USES_KEYS] = request.POST.get("on") == "1"
    messages.success(request, _("The keys are on.") if request.session[USES_KEYS] else _("The keys are off."))
    return redirect("moderation-list")


@require_safe
@for_moderators
def log(request: MemberRequest) -> HttpResponse:
    """The log: what the moderator did, and what others decided in the queue."""
    entries = Entry.objects.of_or_about(request.user.pk, "decision").newest_first()[:LOG_LINES]
    return render(request, "moderation/log.html", {"entries": entries})
