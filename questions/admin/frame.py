"""What all editors' pages share: Django's frame around them, who may see them, and what to do without a database."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from questions.models import Summary, SummaryComment

type View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page inside the admin's frame."""
    frame = admin.site.each_context(request)
    return render(request, template, frame | {"title": title} | context, status=status)


def for_editors(view: View) -> View:
    """Editors see it. When the database goes away in the middle, what was typed stays on the next page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("questions.view_summary"):
            raise PermissionDenied(_("Only editors see this."))
        try:
            return view(request, *args, **kwargs)
        except DatabaseError:
            if request.method != "POST":
                raise
            return _kept(request)

    return answer


def _kept(request: HttpRequest) -> HttpResponse:
    """What was typed, to be sent again: a page that asks the database nothing."""
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    context = {"title": _("Nothing was saved"), "typed": typed, "action": request.get_full_path()}
    return render(request, "admin/questions/kept.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def load(pk: int) -> Summary:
    """The version with its question, or 404."""
    rows = Summary.objects.select_related("question__condition", "question__topic", "author", "changed_by", "based_on")
    return get_object_or_404(rows, pk=pk)


def comments_about(summary: Summary) -> list[SummaryComment]:
    """What editors said about this question's versions, the oldest first: the newest hundred."""
    rows = SummaryComment.objects.filter(summary__question=summary.question_id).select_related("author", "summary")
    return list(rows.defer("summary__body", "summary__body_html").order_by("-written_at", "-pk")[:100])[::-1]


def refuse(form: Form, error: ValidationError | PermissionDenied) -> None:
    """Puts what a service refused at the field that it is about, or above the form."""
    if isinstance(error, PermissionDenied):
        form.add_error(None, str(error))
        return
    fields = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, sentences in fields.items():
        form.add_error(name if name in form.fields else None, sentences)


def say(request: HttpRequest, sentence: str) -> None:
    messages.success(request, sentence)
