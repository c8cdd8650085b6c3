"""Asking, from the title on. The first step only reads, so it lives in pages/ask.py."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import ConsentKind, User
from accounts.services import give_consent
from conditions.choosing import condition_names
from forum import drafts
from forum.forms import ABOUT_ALL, AUDIENCES, AskForm
from forum.services import ask
from markup import members_text
from markup.hygiene import clean
from moderation.helping import way_after_posting, writer_may_be_in_danger
from writing.limits import TEXTS, check_rule
from writing.origins import draft_from_here
from writing.services import submit_once
from writing.signing_in import signed_in
from writing.writers import remember, writer_of

type Answer = HttpResponseBase


@never_cache
@draft_from_here
@require_POST
def keep(request: HttpRequest) -> Answer:
    """Keeps the title when none of the matches helped, and goes on to the details."""
    writer = writer_of(request)
    drafts.keep_question(writer, request.POST, ("about", "title"))
    response = redirect("ask-write")
    remember(response, writer)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> Answer:
    """The details, and who may read them. Everything is kept at each step, also for a visitor."""
    writer = writer_of(request)
    if request.method != "POST":
        kept = drafts.found_question(writer)
        return _show_form(request, AskForm(initial=kept)) if kept.get("about") else redirect("ask")
    form = AskForm(request.POST)
    drafts.keep_question(writer, request.POST, AskForm.kept)
    response = redirect("ask-check") if form.is_valid() else _show_form(request, form)
    remember(response, writer)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> Answer:
    """The question as others will see it, and the button that posts it."""
    if request.method == "POST":
        return _post(request)
    kept = drafts.found_question(writer_of(request))
    form = AskForm(kept)
    if not kept or not form.is_valid():
        return redirect("ask-write" if kept else "ask")
    return _show_check(request, AskForm(initial=kept, member=_member(request)), form)


@signed_in
def _post(request: HttpRequest) -> Answer:
    member: Any = request.user
    form = AskForm(request.POST, member=member)
    if not form.is_valid():
        is_unchecked = form.errors.keys() <= {"consent"}
        return _show_check(request, form, form) if is_unchecked else _show_form(request, form)
    try:
        url = submit_once(member=member, sent=request.POST, act=lambda: _ask(request, member, form))
    except (PermissionDenied, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return _show_form(request, form)
    return redirect(url)


def _ask(request: HttpRequest, member: User, form: AskForm) -> str:
    check_rule(TEXTS, member=member)
    if "consent" in form.fields:
        give_consent(member=member, kind=ConsentKind.PUBLISHING)
    typed = form.cleaned_data
    thread = ask(
        author=member,
        conditions=form.conditions(),
        is_general=typed["about"] == ABOUT_ALL,
        **{name: typed[name] for name in ("title", "body", "audience", "is_anonymous", "follows")},
    )
    drafts.drop_question(request)
    return way_after_posting(thread, thread.get_absolute_url())


def _show_form(request: HttpRequest, form: AskForm) -> HttpResponse:
    names = condition_names() if "also_1" in form.fields else ()
    shown = {"form": form, "about": form.about_words(), "names": names, "shows_help": writer_may_be_in_danger(form)}
    return render(request, "forum/ask_form.html", shown)


def _show_check(request: HttpRequest, form: AskForm, checked: AskForm) -> HttpResponse:
    """`checked` is valid but for the consent; `form` is what is sent."""
    form.hide()
    typed = checked.cleaned_data
    preview = {
        "title": typed["title"],
        "body_html": members_text.render(clean(typed["body"])),
        "about": [condition.name for condition in checked.conditions()],
        "audience": dict(AUDIENCES)[typed["audience"]],
        "is_anonymous": typed["is_anonymous"],
    }
    shown = {"form": form, "preview": preview, "found": checked.found, "shows_help": writer_may_be_in_danger(checked)}
    return render(request, "forum/ask_check.html", shown)


def _member(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
