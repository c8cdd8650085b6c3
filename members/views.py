"""A member's own pages about their profile: each topic is a page of its own, saves alone, and can be undone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_countries import countries

from accounts.models import Block, ConsentKind, User
from accounts.permissions import has_consent
from accounts.requests import MemberRequest
from conditions.choosing import condition_names
from conditions.models import Condition, Symptom
from members import services
from members.contact import block, let_be, mute
from members.forms import (
    AddConditionForm,
    PictureForm,
    PlaceForm,
    ProfileForm,
    RelationForm,
    profile_values,
    relation_values,
)
from members.models import MapPresence, MemberCondition, Profile
from members.permissions import can_add_picture
from members.regions import region_name
from members.undo import can_undo, remember_change, take_change
from moderation.waiting_words import note_waiting_change
from writing.signing_in import signed_in

type View = Callable[..., HttpResponseBase]


def own_page(view: View) -> View:
    """A page of the signed-in member alone: looked at and saved, kept nowhere."""
    return signed_in(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))


@own_page
def profile(request: MemberRequest) -> HttpResponse:
    before = _profile_of(request)
    form = ProfileForm(request.POST or None, profile=before)
    if _done(form, lambda: services.put_profile(member=request.user, **form.cleaned_data)):
        note_waiting_change(request, target="profile", target_id=request.user.pk)
        return _saved(request, "profile", profile_values(before))
    return _show(request, "members/profile_form.html", "profile", form=form)


@own_page
def picture(request: MemberRequest) -> HttpResponse:
    before = _profile_of(request)
    form = PictureForm(request.POST or None, request.FILES or None, profile=before)
    if _done(form, lambda: _save_picture(request, **form.cleaned_data)):
        return _saved(request, "picture", {"audience": before.picture_audience})
    can_add = can_add_picture(request.user)
    response = _show(request, "members/picture_form.html", "picture", form=form, profile=before, can_add=can_add)
    response.status_code = 400 if form.errors else 200
    return response


@own_page
def remove_picture(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, "members/remove_picture.html", "picture")
    services.remove_picture(member=request.user)
    messages.success(request, _("Your picture is deleted."))
    return redirect("picture")


@own_page
def conditions(request: MemberRequest) -> HttpResponse:
    links = MemberCondition.objects.filter(member=request.user).select_related("condition").order_by("pk")
    return _show(request, "members/conditions.html", "member-conditions", links=links)


@own_page
def add_condition(request: MemberRequest) -> HttpResponse:
    has_said_yes = has_consent(request.user, ConsentKind.CONDITIONS)
    form = AddConditionForm(
        request.POST or None, initial={"condition": request.GET.get("condition", "")}, has_consent=has_said_yes
    )
    if _done(form, lambda: services.add_condition(member=request.user, **form.cleaned_data)):
        condition = form.cleaned_data["condition"]
        return _saved(request, "member-conditions", {"condition": condition.pk})
    return _show(request, "members/condition_form.html", "member-conditions", form=form, names=condition_names())


@own_page
def change_condition(request: MemberRequest, pk: int) -> HttpResponse:
    link = _link(request, pk)
    before = {"condition": link.condition_id, "values": relation_values(link)}
    form = RelationForm(request.POST or None, link=link)
    if _done(form, lambda: services.add_condition(member=request.user, condition=link.condition, **form.cleaned_data)):
        return _saved(request, "member-conditions", before)
    return _show(request, "members/condition_form.html", "member-conditions", form=form, link=link)


@require_POST
@signed_in
def remove_condition(request: MemberRequest, pk: int) -> HttpResponse:
    link = _link(request, pk)
    before = {"condition": link.condition_id, "values": relation_values(link)}
    services.remove_condition(member=request.user, condition=link.condition)
    return _saved(request, "member-conditions", before)


@own_page
def map_place(request: MemberRequest) -> HttpResponse:
    presence = MapPresence.objects.filter(member=request.user).first()
    before = {"country": presence.country, "region": presence.region} if presence else NOWHERE
    has_said_yes = has_consent(request.user, ConsentKind.MAP)
    form = PlaceForm(request.POST or None, **before, has_consent=has_said_yes)
    if _done(form, lambda: services.join_map(member=request.user, **form.cleaned_data)):
        return _saved(request, "map-place", before)
    links = MemberCondition.objects.filter(member=request.user).select_related("condition").order_by("pk")
    about = Condition.objects.published().filter(slug=request.GET.get("condition", "")).first()
    missing = about if about and about.pk not in {link.condition_id for link in links} else None
    shown_in = _place_name(**before)
    context = {"form": form, "presence": presence, "shown_in": shown_in, "links": links, "missing": missing}
    return _show(request, "members/map_place.html", "map-place", **context)


@require_POST
@signed_in
def leave_map(request: MemberRequest) -> HttpResponse:
    services.leave_map(member=request.user)
    take_change(request.session)
    messages.success(request, _("You left the map. Your place is deleted."))
    return redirect("map-place")


@own_page
def people(request: MemberRequest) -> HttpResponse:
    blocks = Block.objects.filter(member=request.user).select_related("other").order_by("-since", "-pk")
    return _show(request, "members/people.html", "people", blocks=blocks)


NOWHERE = {"country": "", "region": ""}
HEADINGS = {
    "profile": gettext_lazy("My profile"),
    "picture": gettext_lazy("My picture"),
    "member-conditions": gettext_lazy("My conditions"),
    "map-place": gettext_lazy("My place on the map"),
    "people": gettext_lazy("People I muted or blocked"),
}
ACTS: dict[str, Callable[..., Any]] = {"mute": mute, "block": block, "let-be": let_be}


@require_POST
@signed_in
def avoid(request: MemberRequest, pk: int, act: str) -> HttpResponse:
    other = get_object_or_404(User, pk=pk)
    before = Block.objects.filter(member=request.user, other=other).first()
    try:
        ACTS[act](member=request.user, other=other)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people")
    return _saved(request, "people", {"other": other.pk, "was": _act(before)})


@require_POST
@signed_in
def undo(request: MemberRequest) -> HttpResponse:
    topic, before = take_change(request.session)
    if topic not in UNDO:
        raise Http404
    try:
        UNDO[topic](request.user, before)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is as it was before."))
    return redirect(topic)


def _undo_condition(member: User, before: dict[str, Any]) -> None:
    condition = Condition.objects.filter(pk=before["condition"]).first()
    if condition and "values" in before:
        services.add_condition(member=member, condition=condition, **before["values"])
    elif condition:
        services.remove_condition(member=member, condition=condition)


def _undo_place(member: User, before: dict[str, Any]) -> None:
    if before["country"]:
        services.join_map(member=member, **before)
    else:
        services.leave_map(member=member)


def _undo_symptom(member: User, before: dict[str, Any]) -> None:
    symptom = Symptom.objects.filter(pk=before["symptom"]).first()
    if symptom:
        services.record_symptom(member=member, symptom=symptom, **before["values"])


def _undo_avoid(member: User, before: dict[str, Any]) -> None:
    other = User.objects.filter(pk=before["other"]).first()
    if other:
        ACTS[before["was"]](member=member, other=other)


UNDO: dict[str, Callable[[User, dict[str, Any]], Any]] = {
    "profile": lambda member, before: services.put_profile(member=member, **before),
    "picture": lambda member, before: services.show_picture_to(member=member, **before),
    "member-conditions": _undo_condition,
    "map-place": _undo_place,
    "people": _undo_avoid,
    "symptoms": _undo_symptom,
}
"""How each topic takes its last change back."""


def _act(before: Block | None) -> str:
    if before is None:
        return "let-be"
    return "mute" if before.is_mute else "block"


def _place_name(country: str, region: str) -> str:
    """The place in words, empty for what is no country any more."""
    name = str(dict(countries).get(country, ""))
    part = region_name(region, get_language() or "en")
    return _("%(country)s, %(region)s") % {"country": name, "region": part} if name and part else name


def _profile_of(request: MemberRequest) -> Profile:
    return Profile.objects.filter(member=request.user).first() or Profile(member=request.user)


def _link(request: MemberRequest, pk: int) -> MemberCondition:
    return get_object_or_404(MemberCondition.objects.select_related("condition"), pk=pk, member=request.user)


def _save_picture(request: MemberRequest, picture: bytes, picture_audience: str) -> None:
    if picture:
        services.put_picture(member=request.user, content=picture, audience=picture_audience)
    else:
        services.show_picture_to(member=request.user, audience=picture_audience)


def _done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether the form came filled in, was right, and could be carried out; otherwise it holds why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        known = error if not hasattr(error, "error_dict") or error.error_dict.keys() <= form.fields.keys() else None
        form.add_error(None, known or ValidationError(error.messages))
        return False
    return True


def _saved(request: MemberRequest, topic: str, before: dict[str, Any]) -> HttpResponse:
    remember_change(request.session, topic, before)
    messages.success(request, _("Saved."))
    return redirect(topic)


def _show(request: MemberRequest, template: str, topic: str, **context: Any) -> HttpResponse:
    context |= {"heading": HEADINGS[topic], "can_undo": can_undo(request.session, topic)}
    return render(request, template, context)
