from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from moderation import services
from moderation.forms import ReasonForm
from moderation.kinds import Kind, kind_called
from moderation.models import Decision
from moderation.permissions import can_moderate, can_read_decision
from moderation.waiting import waiting_for

type View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    """A page of moderators: strangers are led to signing in, members are told that it is not theirs."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not can_moderate(request.user):
            raise PermissionDenied(_("This page is for moderators."))
        return view(request, **arguments)

    return never_cache(login_required(answer))


@require_safe
@for_moderators
def moderation_list(request: MemberRequest) -> HttpResponse:
    return render(request, "moderation/list.html", {"rows": waiting_for(request.user)})


@require_POST
@for_moderators
def content_publish(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    _known, item = _load(kind, pk)
    try:
        decision = services.publish(by=request.user, item=item, seen=request.POST.get("seen", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Published.") if decision else _("Someone has already decided about this."))
    return redirect("moderation-list")


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def content_reject(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    known, item = _load(kind, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = services.reject(by=request.user, item=item, **form.cleaned_data)
        done = _("Not published. The author hears why.")
        messages.success(request, done if decision else _("Someone has already decided about this."))
        return redirect("moderation-list")
    return render(request, "moderation/reject.html", {"form": form, "item": item, "title": known.title_of(item)})


@never_cache
@require_safe
@login_required
def decision_detail(request: MemberRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(Decision, pk=pk)
    known = kind_called(decision.kind)
    if known is None or not can_read_decision(request.user, decision):
        raise Http404
    item = (
        known.model_class().objects.select_related("author", *known.select_related).filter(pk=decision.item_id).first()
    )
    inputs = {"decision": decision, "item": item, "title": known.title_of(item) if item else ""}
    return render(request, "moderation/decision.html", inputs)


def _load(kind: str, pk: int) -> tuple[Kind, Any]:
    """The kind and the row, or a page that says that there is no such text."""
    known = kind_called(kind)
    if known is None:
        raise Http404
    return known, get_object_or_404(known.model_class().objects.select_related("author", *known.select_related), pk=pk)
