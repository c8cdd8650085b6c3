"""Telling a story, step by step. A visitor writes first and signs in after; every step keeps what was typed."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from conditions.choosing import condition_names
from conditions.models import Condition
from moderation.helping import speaks_of_danger, way_after_posting, writer_may_be_in_danger
from stories.checking import Preview, preview
from stories.forms import SendForm
from stories.sending import NothingKeptError, send_story
from stories.steps import (
    CHECK_URL_NAME,
    STEPS,
    Step,
    begun,
    first_open,
    keep_step,
    kept_fields,
    kept_story,
    mark_of,
    way_of,
    words_elsewhere,
)
from writing.limits import TEXTS, check_rule
from writing.origins import draft_from_here
from writing.services import submit_once
from writing.writers import Writer, remember, writer_of


@never_cache
@draft_from_here
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Steps 1 to 3."""
    this, writer = STEPS[number - 1], writer_of(request)
    if request.method == "POST":
        return _keep(request, this, writer)
    draft = kept_story(writer)
    if draft is None and number > 1:
        return redirect(f"{reverse('story-new')}?lost=1")
    asked = _asked_condition(request)
    kept = draft.fields if draft else begun(asked)
    is_open = "open" in request.GET
    form = this.form(kept | ({"condition": asked} if asked else {}), writer=writer, is_bound=is_open)
    return _show(request, this, form, kept)


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Step 4: the whole story as others will see it, what may be too personal, and the button that sends it."""
    writer = writer_of(request)
    kept = kept_fields(writer)
    if request.method == "POST" and writer.member:
        return _send(request, writer.member, writer, kept)
    if request.method == "POST":
        return redirect_to_login(reverse(CHECK_URL_NAME))
    if not kept:
        return redirect(f"{reverse('story-new')}?lost=1")
    if missing := first_open(kept, writer=writer):
        return redirect(f"{reverse(missing.url_name)}?open=1")
    seen = preview(kept, writer=writer)
    return _show_check(request, seen, _send_form(writer.member, seen) if writer.member else None)


def _keep(request: HttpRequest, this: Step, writer: Writer) -> HttpResponse:
    """Keeps the step as it is, complete or not, and goes on only when it is complete."""
    typed = this.typed(request.POST)
    form = this.form(typed, writer=writer, is_bound=True)
    if elsewhere := words_elsewhere(writer=writer, sent=request.POST):
        return _show(request, this, form, typed, elsewhere=elsewhere, seen=mark_of(kept_fields(writer)))
    try:
        kept = keep_step(writer=writer, step=this, sent=request.POST)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, this, form, typed)
    form = this.form(kept, writer=writer, is_bound=True)
    way_on = {"back": _url(this.number - 1), "later": reverse("draft-list")}
    go = request.POST.get("go", "")
    if go in {"freely", "questions"}:
        response: HttpResponse = redirect(this.url_name)
    elif go in way_on:
        response = redirect(way_on[go])
    elif form.is_valid():
        response = redirect(_url(this.number + 1))
    else:
        response = _show(request, this, form, kept)
    remember(response, writer)
    return response


def _send(request: HttpRequest, member: User, writer: Writer, kept: dict[str, Any]) -> HttpResponse:
    if kept:
        if missing := first_open(kept, writer=writer):
            return redirect(f"{reverse(missing.url_name)}?open=1")
        seen = preview(kept, writer=writer)
        form = _send_form(member, seen, request.POST)
        if not form.is_valid():
            return _show_check(request, seen, form)

    def act() -> str:
        check_rule(TEXTS, member=member)
        story = send_story(member=member, consent="consent" in request.POST)
        return way_after_posting(story, reverse("story-sent", args=[story.pk]))

    try:
        return redirect(submit_once(member=member, sent=request.POST, act=act))
    except NothingKeptError:
        return redirect(f"{reverse('story-new')}?lost=1")


def _send_form(member: User, seen: Preview, data: Any = None) -> SendForm:
    return SendForm(data, found=seen.found, needs_consent=not has_consent(member, ConsentKind.PUBLISHING))


def _asked_condition(request: HttpRequest) -> str:
    """The name of the condition in the address, as on links from its pages."""
    slug = request.GET.get("condition", "")
    if not slug_re.match(slug):
        return ""
    return Condition.objects.published().filter(slug=slug).values_list("name", flat=True).first() or ""


def _url(number: int) -> str:
    return reverse(STEPS[number - 1].url_name) if number <= len(STEPS) else reverse(CHECK_URL_NAME)


def _show(
    request: HttpRequest, this: Step, form: Form, kept: dict[str, Any], *, elsewhere: str = "", seen: str = ""
) -> HttpResponse:
    values = {
        "elsewhere": elsewhere,
        "seen": seen or mark_of(kept),
        "step": this,
        "form": form,
        "shows_help": writer_may_be_in_danger(form),
        "way": way_of(kept),
        "names": condition_names() if this.number == 1 else (),
        "is_lost": "lost" in request.GET,
    }
    return render(request, "stories/step.html", values)


def _show_check(request: HttpRequest, seen: Preview, form: SendForm | None) -> HttpResponse:
    address = reverse(CHECK_URL_NAME)
    shows_help = speaks_of_danger(seen.facts["title"], seen.facts["body"])
    values = {"seen": seen, "form": form, "address": address, "shows_help": shows_help}
    return render(request, "stories/check.html", values)
