"""Thanking for a story, on a small page of its own, and taking a thank-you off again."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import ConsentKind
from accounts.permissions import has_consent
from accounts.requests import MemberRequest
from moderation.models import Visibility
from stories.forms import ThanksForm
from stories.models import Story, StoryThanks
from stories.services import take_thanks_off, thank
from writing.limits import Limit, check_limit
from writing.services import submit_once
from writing.signing_in import signed_in

THANKS: Final = Limit("story-thanks", most=30, seconds=24 * 3600)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def say_thanks(request: MemberRequest, pk: int) -> HttpResponse:
    """A few words for whoever told the story."""
    story = get_object_or_404(Story.objects.visible_to(request.user).select_related("author"), pk=pk)
    needs_consent = not has_consent(request.user, ConsentKind.PUBLISHING)
    form = ThanksForm(request.POST or None, member=request.user, needs_consent=needs_consent)
    if request.method == "POST" and form.is_valid():
        try:
            url = submit_once(member=request.user, sent=request.POST, act=lambda: _post(request, story, form))
            return redirect(url)
        except (PermissionDenied, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
    return render(request, "stories/thanks.html", {"story": story, "form": form})


def _post(request: MemberRequest, story: Story, form: ThanksForm) -> str:
    check_limit(THANKS, who=f"member:{request.user.pk}")
    said = {name: form.cleaned_data.get(name, False) for name in ("body", "is_anonymous", "consent")}
    thanks = thank(by=request.user, story=story, **said)
    is_held = thanks.visibility == Visibility.HELD
    messages.success(request, _("Thank you. We read it first.") if is_held else _("Thank you for your kind words."))
    return thanks.get_absolute_url()


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def take_off(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once more, then deletes a thank-you. The second of two clicks finds it done."""
    own = Q(author=request.user) | Q(story__author=request.user, visibility=Visibility.VISIBLE)
    thanks = get_object_or_404(StoryThanks.objects.filter(own).select_related("author", "story__author"), pk=pk)
    if request.method == "POST":
        take_thanks_off(by=request.user, thanks=thanks)
        messages.success(request, _("It is gone."))
        return redirect(thanks.story)
    return render(request, "stories/thanks_off.html", {"thanks": thanks, "story": thanks.story})
