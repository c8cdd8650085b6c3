"""What authors read about a decision, and how they and moderators go on from there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from audit.services import record_readings
from moderation import services
from moderation.forms import AnswerForm, AppealForm, UndoForm
from moderation.models import Appeal, Decision
from moderation.permissions import can_appeal, can_decide_appeal, can_moderate, can_read_appeal, can_read_decision
from moderation.readings import reading_of_appeal, reading_of_decision
from moderation.statements import statement_of
from moderation.views.loading import for_moderators


@never_cache
@require_safe
@login_required
def decision_detail(request: MemberRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("snapshot", "undone_by", "appeal"), pk=pk)
    if not can_read_decision(request.user, decision):
        raise Http404
    record_readings(by=request.user.pk, readings=[reading_of_decision(decision)])
    inputs = {"statement": statement_of(decision, viewer=request.user)}
    return render(request, "moderation/decision.html", inputs)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def decision_undo(request: MemberRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(Decision, pk=pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.undo(by=request.user, decision=decision, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Taken back.") if made else _("Somebody has taken it back already."))
            return redirect("decision-detail", pk)
    return render(request, "moderation/undo.html", {"decision": decision, "form": form})


@never_cache
@require_safe
@login_required
def appeal_list(request: MemberRequest) -> HttpResponse:
    """For everybody: what was decided about them. For moderators also: the appeals that wait."""
    inputs = {
        "decisions": services.decisions_about(request.user),
        "waiting": services.waiting_texts(request.user),
        "appeals": services.open_appeals(request.user) if can_moderate(request.user) else [],
        "is_moderator": can_moderate(request.user),
    }
    return render(request, "moderation/appeals.html", inputs)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appeal_new(request: MemberRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("snapshot", "undone_by"), pk=pk)
    if not can_appeal(request.user, decision):
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal = services.appeal(by=request.user, decision=decision, words=form.cleaned_data["words"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("appeal-detail", appeal.pk)
    inputs = {"statement": statement_of(decision, viewer=request.user), "form": form}
    return render(request, "moderation/appeal_new.html", inputs)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appeal_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Its author sees how it stands; a moderator other than the first decides."""
    rows = Appeal.objects.select_related("decision__snapshot", "decision__undone_by", "author", "decided_by")
    appeal = get_object_or_404(rows, pk=pk)
    if not can_read_appeal(request.user, appeal):
        raise Http404
    can_decide = can_decide_appeal(request.user, appeal) and appeal.decided_at is None
    if request.method == "POST" and not can_decide:
        raise PermissionDenied(_("Someone else decides about the appeal against your own decision."))
    form = AnswerForm(request.POST or None) if can_decide else None
    if request.method == "POST" and form and form.is_valid():
        try:
            services.decide_appeal(by=request.user, appeal=appeal, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            return redirect("appeal-detail", pk)
    record_readings(by=request.user.pk, readings=[reading_of_appeal(appeal)])
    statement = statement_of(appeal.decision, viewer=request.user)
    inputs = {"appeal": appeal, "statement": statement, "form": form, "is_author": request.user == appeal.author}
    return render(request, "moderation/appeal.html", inputs)
