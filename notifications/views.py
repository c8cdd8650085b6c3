from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import MemberRequest
from notifications.forms import EmailChoicesForm
from notifications.models import Notification
from notifications.permissions import has_mail_consent
from notifications.services import choose_paces, mark_read, paces_of, stop_mails
from notifications.unsubscribing import wish_of

MOST = 100


@never_cache
@require_safe
@login_required
def notification_list(request: MemberRequest) -> HttpResponse:
    rows = list(Notification.objects.for_member(request.user).newest_first()[:MOST])
    inputs = {"rows": rows, "unread_count": sum(row.read_at is None for row in rows)}
    return render(request, "notifications/list.html", inputs)


@require_POST
@login_required
def notification_open(request: MemberRequest, pk: int) -> HttpResponse:
    notification = get_object_or_404(Notification.objects.for_member(request.user), pk=pk)
    mark_read(member=request.user, notification=notification)
    return redirect(notification.url)


@require_POST
@login_required
def notification_read_all(request: MemberRequest) -> HttpResponse:
    mark_read(member=request.user)
    messages.success(request, _("All marked as read."))
    return redirect("notification-list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def email_choices(request: MemberRequest) -> HttpResponse:
    form = EmailChoicesForm(request.POST or None, initial=paces_of(request.user))
    if request.method == "POST" and form.is_valid():
        choose_paces(member=request.user, paces=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("email-choices")
    inputs = {"form": form, "heading": _("Mails"), "has_agreed": has_mail_consent(request.user)}
    return render(request, "notifications/choices.html", inputs)


@csrf_exempt  # the mail program of a reader asks; what is signed is the right to ask (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    wish = wish_of(token)
    member = wish and User.objects.filter(pk=wish.member).first()
    if request.method == "POST" and wish and member:
        stop_mails(member=member, kinds=wish.kinds)
    state = "unknown" if wish is None else "done" if request.method == "POST" else "asked"
    return render(request, "notifications/unsubscribe.html", {"state": state}, status=404 if wish is None else 200)
