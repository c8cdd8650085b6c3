"""Two versions of one answer, word by word."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from questions.admin.frame import for_editors, load, page
from questions.comparing import comparison
from questions.models import Summary


@for_editors
def compare_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The version against the published one, or against the one that `with` names; side by side or inline."""
    summary = load(pk)
    others = summary.question.summaries.exclude(pk=summary.pk).order_by("-number")
    other = _other(request.GET.get("with", ""), summary)
    before, after = sorted([other, summary], key=lambda version: version.number) if other else (None, summary)
    is_inline = request.GET.get("as") == "inline"
    return page(
        request,
        "admin/questions/compare.html",
        _("Compare: %(summary)s") % {"summary": summary},
        summary=summary,
        other=other,
        before=before,
        after=after,
        others=others,
        is_inline=is_inline,
        parts=comparison(before, after) if before else (),
    )


def _other(number: str, summary: Summary) -> Summary | None:
    """The version with that number; without one the published version, or the newest before this one."""
    versions = Summary.objects.filter(question=summary.question_id).exclude(pk=summary.pk).select_related("author")
    if number:
        if not number.isdecimal():
            raise Http404
        return get_object_or_404(versions, number=int(number))
    published = versions.filter(published_for__isnull=False).first()
    return published or versions.filter(number__lt=summary.number).order_by("-number").first()
