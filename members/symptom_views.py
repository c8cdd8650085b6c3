"""What a member feels, for their own eyes; and being found by it, which is asked apart and ends with one click."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import ConsentKind
from accounts.permissions import has_consent
from accounts.requests import MemberRequest
from accounts.services import withdraw_consent
from conditions.credit import hpo_version
from conditions.models import Condition
from conditions.symptom_groups import groups, symptoms_of
from conditions.symptom_search import find_symptoms
from members import services
from members.listing import join_soulmates, leave_soulmates
from members.matching import LEAST
from members.models import MemberSymptom
from members.symptom_forms import FeltForm, FindForm, PickForm
from members.undo import can_undo, remember_change
from members.views import own_page
from writing.signing_in import signed_in


@own_page
def symptoms(request: MemberRequest) -> HttpResponse:
    felt = _felt_forms(request)
    if request.method == "POST" and not any(form.errors for form in felt):
        try:
            told = {form.entry.symptom: form.cleaned_data for form in felt if form.has_changed()}
            services.describe_symptoms(member=request.user, told=told)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Saved."))
            return redirect("symptoms")
    return _show(request, felt=felt)


@own_page
def add(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("symptoms")
    form = PickForm(request.POST, has_consent=has_consent(request.user, ConsentKind.SYMPTOMS))
    if not form.is_valid():
        return _show(request, felt=_felt_forms(request, is_new=True), pick=form)
    try:
        count = services.add_symptoms(member=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, felt=_felt_forms(request, is_new=True), pick=form)
    words = ngettext("%(count)d symptom is new.", "%(count)d symptoms are new.", count)
    messages.success(request, words % {"count": count})
    return redirect("symptoms")


@require_POST
@signed_in
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(MemberSymptom.objects.select_related("symptom"), pk=pk, member=request.user)
    services.remove_symptom(member=request.user, symptom=entry.symptom)
    values = {"strength": entry.strength, "since_year": entry.since_year, "since_month": entry.since_month}
    remember_change(request.session, "symptoms", {"symptom": entry.symptom_id, "values": values})
    messages.success(request, _("“%(symptom)s” is deleted.") % {"symptom": entry.symptom})
    return redirect("symptoms")


@require_POST
@signed_in
def join(request: MemberRequest) -> HttpResponse:
    form = FindForm(request.POST)
    try:
        join_soulmates(member=request.user, consent=form.is_valid())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("You can be found now by members with similar symptoms."))
    return redirect("soulmates")


@require_POST
@signed_in
def leave(request: MemberRequest) -> HttpResponse:
    leave_soulmates(member=request.user)
    withdraw_consent(member=request.user, kind=ConsentKind.MATCHING)
    messages.success(request, _("Nobody finds you any more, and what was compared is deleted. You keep your symptoms."))
    return redirect("soulmates")


def _felt_forms(request: MemberRequest, *, is_new: bool = False) -> list[FeltForm]:
    entries = MemberSymptom.objects.filter(member=request.user).select_related("symptom").order_by("pk")
    data = request.POST if request.method == "POST" and not is_new else None
    return [FeltForm(data, entry=entry) for entry in entries]


def _show(request: MemberRequest, *, felt: list[FeltForm], pick: PickForm | None = None) -> HttpResponse:
    asked = request.POST if pick else request.GET
    query, key = asked.get("q", "")[:200].strip(), asked.get("group", "")[:200]
    own = Condition.objects.filter(member_conditions__member=request.user)
    listed = groups(own)
    is_group = key in {group.key for group in listed}
    context: dict[str, Any] = {
        "heading": _("My symptoms"),
        "can_undo": can_undo(request.session, "symptoms"),
        "felt": felt,
        "has_errors": any(form.errors for form in felt),
        "least": LEAST,
        "query": query,
        "group": next((group for group in listed if group.key == key), None),
        "groups": listed,
        "found": find_symptoms(query) if query else symptoms_of(key) if is_group else (),
        "noted": {form.entry.symptom_id for form in felt},
        "ticked": set(pick.ticked) if pick else set(),
        "pick": pick or PickForm(has_consent=has_consent(request.user, ConsentKind.SYMPTOMS)),
        "hpo_version": hpo_version(),
    }
    context["form"] = context["pick"]
    return render(request, "members/symptoms.html", context)
