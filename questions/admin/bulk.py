"""Publishing many versions: a page lists them first, and says which fail the checks and why."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.admin.frame import for_editors, page, say
from questions.checking import checked_texts, said
from questions.checks import errors
from questions.models import Summary, SummaryState
from questions.permissions import can_publish_summary
from questions.services import publish_summaries

MOST: int = 200


@for_editors
def publish_many(request: HttpRequest) -> HttpResponse:
    """The versions that an editor has chosen, those that fail with their reasons; the button publishes the others."""
    if not can_publish_summary(request.user):
        raise PermissionDenied(_("Only publishers publish a summary."))
    chosen = [int(pk) for pk in request.POST.getlist("pk") or request.GET.getlist("pk") if pk.isdecimal()][:MOST]
    rows = _rows(chosen)
    if request.method == "POST":
        ready = [summary for summary, reasons in rows if not reasons]
        report = publish_summaries(by=request.user, summaries=ready)
        if report.refused:
            return _page(request, [(summary, [reason]) for summary, reason in report.refused], report.published)
        count = len(report.published)
        say(request, ngettext("%(n)d version published.", "%(n)d versions published.", count) % {"n": count})
        return redirect("admin:questions_summary_changelist")
    return _page(request, rows)


def _rows(chosen: list[int]) -> list[tuple[Summary, list[str]]]:
    """Each version with the reasons why it cannot be published."""
    rows = []
    for summary, text in checked_texts(Summary.objects.filter(pk__in=chosen).order_by("question", "number")):
        reasons = [said(finding) for finding in errors(text)]
        if summary.state not in {SummaryState.DRAFT, SummaryState.SUBMITTED, SummaryState.APPROVED}:
            state = {"number": summary.number, "state": summary.get_state_display()}
            reasons.insert(0, _("Version %(number)d is %(state)s.") % state)
        rows.append((summary, reasons))
    return rows


def _page(
    request: HttpRequest, rows: list[tuple[Summary, list[str]]], published: tuple[Summary, ...] = ()
) -> HttpResponse:
    ready = [summary for summary, reasons in rows if not reasons]
    failing = [(summary, reasons) for summary, reasons in rows if reasons]
    template = "admin/questions/publish_many.html"
    return page(request, template, _("Publish these versions?"), ready=ready, failing=failing, published=published)
