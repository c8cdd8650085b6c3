"""Taking one's data along, and closing the account: each needs a fresh sign-in."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.closing import ask_to_close
from accounts.models import WhatRemains
from accounts.requests import MemberRequest
from pages.account import export_json, export_page, own_texts
from pages.account_forms import CloseForm, RemovalForm
from pages.own_log import own_log_page
from writing.signing_in import signed_in

type View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """Only for the member, who proved in the last minutes that it is them, and kept nowhere."""
    return signed_in(never_cache(reauthentication_required(view)))


@signed_in
@never_cache
@require_safe
def data(request: MemberRequest) -> HttpResponse:
    return render(request, "pages/account/data.html", {"heading": _("Download my data")})


@signed_in
@never_cache
@require_safe
def log(request: MemberRequest) -> HttpResponse:
    page = own_log_page(request.user, page_number=request.GET.get("page", ""))
    return render(request, "pages/account/log.html", {"heading": _("Who read what is mine"), "page": page})


@guarded
@require_safe
def data_json(request: MemberRequest) -> HttpResponse:
    return _file(export_json(request.user), "application/json", "json")


@guarded
@require_safe
def data_html(request: MemberRequest) -> HttpResponse:
    page = render(request, "pages/account/data_file.html", {"page": export_page(request.user)})
    return _file(page.content, "text/html; charset=utf-8", "html")


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: MemberRequest) -> HttpResponse:
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["texts"] == WhatRemains.CHOOSE:
            return redirect("account-close-texts")
        if done := _ask(request, form, form.cleaned_data["texts"]):
            return done
    return _show(request, "pages/account/close.html", form=form)


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def close_texts(request: MemberRequest) -> HttpResponse:
    texts = own_texts(request.user)
    form = RemovalForm(request.POST if request.method == "POST" else None, texts=texts)
    if form.is_valid() and (done := _ask(request, form, WhatRemains.CHOOSE)):
        return done
    return _show(request, "pages/account/close_texts.html", form=form, texts=texts)


@never_cache
@require_safe
def closing(request: HttpRequest) -> HttpResponse:
    return _show(request, "pages/account/closing.html")


def _ask(request: MemberRequest, form: CloseForm | RemovalForm, texts: str) -> HttpResponse | None:
    """Asks for the closing and signs out; nothing where it was refused, and the form says why."""
    removed = form.removed_texts() if isinstance(form, RemovalForm) else ()
    try:
        ask_to_close(member=request.user, texts=texts, removed=removed)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    logout(request)
    return redirect("account-closing")


def _file(content: str | bytes, kind: str, ending: str) -> HttpResponse:
    name = f"my-data-{timezone.localdate().isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _show(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"heading": _("Close my account"), "days": settings.CLOSING_DAYS, **context})
