"""Reporting a text: for everybody, without a cookie for who only reads (docs/decisions/0019)."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from moderation.forms import ReportForm
from moderation.kinds import kind_called
from moderation.models import Report
from moderation.outcomes import outcome_of
from moderation.services import Reporter, report
from writing.limits import Limit, check_limit
from writing.origins import draft_from_here
from writing.writers import address_of

A_DAY: Final = 24 * 3600
REPORTS: Final = Limit("report", most=20, seconds=A_DAY)
TO_ONE_ADDRESS: Final = Limit("report-mail", most=5, seconds=A_DAY)


@never_cache
@draft_from_here
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """Whoever is signed in acts in their own name, and needs Django's token; for others the browser's word is asked."""
    view = csrf_protect(_report_new) if request.user.is_authenticated else _report_new
    answer: HttpResponseBase = view(request, kind=kind, pk=pk)
    return answer


def _report_new(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    known = kind_called(kind)
    item = known.readable_by(request.user).filter(pk=pk).first() if known else None
    if known is None or item is None:
        raise Http404
    if request.user.pk == known.author_id_of(item):
        raise PermissionDenied(_("This is your own text. You can change it or take it back."))
    form = ReportForm(request.POST or None, is_member=request.user.is_authenticated)
    if request.method == "POST" and form.is_valid():
        return _send(request, item, form.cleaned_data)
    inputs = {"form": form, "title": known.public_title_of(item), "label": known.label, "url": known.url_of(item)}
    return render(request, "moderation/report.html", inputs)


def _send(request: HttpRequest, item: object, said: dict[str, str]) -> HttpResponse:
    member = request.user if isinstance(request.user, User) else None
    address = address_of(request)
    check_limit(REPORTS, who=f"member:{member.pk}" if member else f"address:{address}")
    email = said.get("email", "")
    if email:
        check_limit(TO_ONE_ADDRESS, who=email.lower())
    by = Reporter(address=address, member=member, name=said.get("name", ""), email=email)
    made, is_new = report(item=item, by=by, reason=said["reason"], words=said["words"])
    if is_new or member:
        return redirect("report-receipt", made.key)
    return redirect("report-known")


@never_cache
@require_safe
def report_receipt(request: HttpRequest, key: str) -> HttpResponse:
    """That we have it, and what becomes of it: for whoever knows the address."""
    made = get_object_or_404(Report.objects.select_related("case", "snapshot"), key=key)
    kind = kind_called(made.kind)
    inputs = {"report": made, "outcome": outcome_of(made), "label": kind.label if kind else ""}
    return render(request, "moderation/receipt.html", inputs)


@require_safe
def report_known(request: HttpRequest) -> HttpResponse:
    """For a second report by the same person or from the same place: it says nothing about the first one."""
    return render(request, "moderation/report_known.html")
