"""What an author does with their own story: change it, add to it, choose its readers, take it back, delete it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from moderation.models import Visibility
from moderation.waiting_words import note_waiting_change
from stories.forms import NAMED, UNNAMED, ChangeForm, ReadersForm, UpdateForm
from stories.models import Story, StoryUpdate
from stories.services import (
    add_update,
    delete_story,
    edit_story,
    remove_update,
    return_story,
    share_story,
    withdraw_story,
)
from writing.fields import new_form_id
from writing.limits import EDITS, check_rule
from writing.services import submit_once
from writing.signing_in import signed_in


def _own(request: MemberRequest, pk: int) -> Story:
    return get_object_or_404(Story.objects.select_related("author", "condition"), pk=pk, author=request.user)


@never_cache
@signed_in
@require_safe
def sent(request: MemberRequest, pk: int) -> HttpResponse:
    """Step 5: what happens next."""
    story = _own(request, pk)
    return render(request, "stories/sent.html", {"story": story, "is_held": story.visibility == Visibility.HELD})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """New words; the earlier ones are kept."""
    story = _own(request, pk)
    form = ChangeForm(request.POST or None, story=story)
    if request.method == "POST" and form.is_valid():
        check_rule(EDITS, member=request.user)
        words = {name: form.cleaned_data[name] for name in ("title", "body")}
        edit_story(by=request.user, story=story, **words)
        note_waiting_change(request, target="story", target_id=story.pk)
        return redirect(story)
    return render(request, "stories/edit.html", {"story": story, "form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def sharing(request: MemberRequest, pk: int) -> HttpResponse:
    """Name, country, notes and readers."""
    story = _own(request, pk)
    chosen = {name: getattr(story, name) for name in ("country", "audience", "content_notes")}
    chosen["name"] = UNNAMED if story.is_anonymous else NAMED
    form = ReadersForm(request.POST or None, initial=chosen, display_name=request.user.display_name)
    if request.method == "POST" and form.is_valid():
        check_rule(EDITS, member=request.user)
        values = form.cleaned_data
        is_anonymous = values.pop("name") == UNNAMED
        return redirect(share_story(by=request.user, story=story, is_anonymous=is_anonymous, **values))
    return render(request, "stories/sharing.html", {"story": story, "form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: MemberRequest, pk: int) -> HttpResponse:
    """A later part, under its own date."""
    story = _own(request, pk)
    form = UpdateForm(request.POST or None, story=story)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            check_rule(EDITS, member=request.user)
            words = {name: form.cleaned_data[name] for name in ("heading", "body")}
            update = add_update(by=request.user, story=story, **words)
            note_waiting_change(request, target="story", target_id=story.pk)
            return f"{story.get_absolute_url()}#part-{update.pk}" if update else story.get_absolute_url()

        return redirect(submit_once(member=request.user, sent=request.POST, act=act))
    return render(request, "stories/add.html", {"story": story, "form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def remove(request: MemberRequest, pk: int, part: int) -> HttpResponse:
    """Asks once more, then deletes a later part."""
    story = _own(request, pk)
    update = StoryUpdate.objects.filter(pk=part, story=story).select_related("story__author").first()
    if update is None:
        return redirect(story)
    if request.method == "POST":
        remove_update(by=request.user, update=update)
        return redirect(story)
    return render(request, "stories/remove.html", {"story": story, "update": update})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once more, then takes the story off the pages; its author keeps it."""
    story = _own(request, pk)
    if request.method == "POST":
        withdraw_story(by=request.user, story=story)
        return redirect(story)
    return render(request, "stories/withdraw.html", {"story": story})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def bring_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once more, then shows again what its author took back."""
    story = _own(request, pk)
    if request.method == "POST":
        return_story(by=request.user, story=story)
        return redirect(story)
    return render(request, "stories/bring_back.html", {"story": story})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once more, then deletes the story for good. The second of two clicks finds it done."""
    if request.method == "POST":

        def act() -> str:
            delete_story(by=request.user, story=_own(request, pk))
            messages.success(request, _("Your story is deleted."))
            return reverse("story-list")

        return redirect(submit_once(member=request.user, sent=request.POST, act=act))
    return render(request, "stories/delete.html", {"story": _own(request, pk), "form_id": new_form_id()})


@never_cache
@signed_in
@require_safe
def versions(request: MemberRequest, pk: int) -> HttpResponse:
    """What the story said before its changes, for its author."""
    story = _own(request, pk)
    return render(request, "stories/versions.html", {"story": story, "versions": list(story.versions.all())})
