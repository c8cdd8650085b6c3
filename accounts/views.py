"""The account's own pages that are not django-allauth's: each topic is a page, and saves alone."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.consent_texts import CONSENT_TEXTS, ConsentText, text_of
from accounts.forms import ConsentForm, NameForm
from accounts.inviting import IN_SESSION, holds
from accounts.models import Consent, User
from accounts.requests import MemberRequest
from accounts.services import give_consent, rename, withdraw_consent
from accounts.topics import TOPICS


@dataclass(frozen=True)
class ConsentLine:
    """One purpose on the page of consents: today's text, the member's yes to it, or the form that asks for one."""

    text: ConsentText
    given: Consent | None
    is_outdated: bool
    form: ConsentForm


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    topics = [(reverse(topic.url_name), topic.name, topic.about) for topic in TOPICS]
    return render(request, "account/overview.html", {"heading": _("Your account"), "topics": topics})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invitation leads. Only its button is remembered: programs that look behind links press none."""
    if not holds(token):
        return render(request, "account/invitation.html", {"holds": False}, status=404)
    if request.method == "POST":
        request.session[IN_SESSION] = token
        return redirect("account_signup")
    return render(request, "account/invitation.html", {"holds": True})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: MemberRequest) -> HttpResponse:
    form = NameForm(request.POST or None, member=request.user)
    if form.is_valid() and _is_renamed(form, request.user):
        messages.success(request, _("You are now called %(name)s.") % {"name": request.user.display_name})
        return redirect("account-name")
    return render(request, "account/name_form.html", {"heading": _("Name"), "form": form})


@login_required
@never_cache
@require_safe
def privacy(request: MemberRequest) -> HttpResponse:
    return _privacy_page(request)


@login_required
@require_POST
def consent_give(request: MemberRequest, kind: str) -> HttpResponse:
    form = ConsentForm(request.POST, kind=_known(kind))
    if not form.is_valid():
        return _privacy_page(request, failed=form, failed_kind=kind)
    give_consent(member=request.user, kind=kind)
    messages.success(request, _("Saved: you said yes to “%(title)s”.") % {"title": text_of(kind).title})
    return redirect("account-privacy")


@login_required
@require_POST
def consent_withdraw(request: MemberRequest, kind: str) -> HttpResponse:
    withdraw_consent(member=request.user, kind=_known(kind))
    messages.success(request, _("Saved: you took back “%(title)s”.") % {"title": text_of(kind).title})
    return redirect("account-privacy")


def _is_renamed(form: NameForm, member: User) -> bool:
    try:
        rename(member=member, display_name=form.cleaned_data["display_name"])
    except ValidationError as error:
        form.add_error("display_name", error.messages)
        return False
    return True


def _known(kind: str) -> str:
    if kind not in CONSENT_TEXTS:
        raise Http404
    return kind


def _privacy_page(request: MemberRequest, *, failed: ConsentForm | None = None, failed_kind: str = "") -> HttpResponse:
    given = {consent.kind: consent for consent in Consent.objects.given().filter(member=request.user)}
    lines = [
        ConsentLine(
            text=text_of(kind),
            given=given.get(kind),
            is_outdated=kind in given and given[kind].version != text_of(kind).version,
            form=failed if failed and kind == failed_kind else ConsentForm(kind=kind),
        )
        for kind in CONSENT_TEXTS
    ]
    return render(request, "account/privacy.html", {"heading": _("What you agree to"), "lines": lines, "form": failed})
