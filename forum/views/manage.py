"""Taking back what one wrote, and offering help."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from forum import services
from forum.models import Post, Thread, Volunteer
from forum.permissions import can_bring_back
from forum.views.loading import post_for, thread_for
from moderation.models import Visibility
from writing.signing_in import signed_in

type Answer = HttpResponseBase


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def withdraw_thread(request: MemberRequest, pk: int) -> Answer:
    """Asks how, then takes one's own question back."""
    return _withdraw(request, thread_for(request, pk))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def withdraw_post(request: MemberRequest, pk: int) -> Answer:
    """Asks how, then takes one's own reply back."""
    return _withdraw(request, post_for(request, pk))


def _withdraw(request: MemberRequest, item: Thread | Post) -> Answer:
    if item.author_id != request.user.pk:
        raise PermissionDenied(_("Only its author takes something back."))
    if request.method != "POST":
        return render(request, "forum/withdraw.html", _withdraw_page(request, item))
    how = request.POST.get("how")
    if how == "bring-back":
        services.bring_back(by=request.user, item=item)
        messages.success(request, _("Your words are back."))
        return redirect(item)
    if how not in {"hide", "delete"}:
        return render(request, "forum/withdraw.html", _withdraw_page(request, item) | {"is_unsaid": True})
    services.withdraw(by=request.user, item=item, for_good=how == "delete")
    messages.success(request, _("Your words are deleted.") if how == "delete" else _("Nobody else sees it now."))
    return redirect(item.thread if isinstance(item, Post) else "thread-list")


def _withdraw_page(request: MemberRequest, item: Thread | Post) -> dict[str, object]:
    return {
        "item": item,
        "is_thread": isinstance(item, Thread),
        "is_withdrawn": item.visibility == Visibility.WITHDRAWN,
        "can_bring_back": can_bring_back(request.user, item),
        "back": item.get_absolute_url() if item.visibility != Visibility.WITHDRAWN else reverse("thread-list"),
    }


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def help_others(request: MemberRequest) -> Answer:
    """Says whether threads that nobody replies to may be offered to the member."""
    if request.method == "POST":
        wants = request.POST.get("wants") == "yes"
        services.choose_to_help(member=request.user, wants=wants)
        messages.success(request, _("Thank you. We will ask you now and then.") if wants else _("We will not ask you."))
        return redirect("forum-help")
    is_volunteer = Volunteer.objects.filter(member=request.user).exists()
    return render(request, "forum/help.html", {"is_volunteer": is_volunteer})
