"""What members and readers wrote: read here, changed by nobody else."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.admin import WritesDownReading
from audit.readings import Reading
from moderation.readings import reading_of
from questions.forms import SettleForm
from questions.models import Answer, Concern, PageFeedback
from questions.services import settle_concern


class OnlyRead(admin.ModelAdmin):
    """Rows that no editor adds, changes or deletes."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Answer)
class AnswerAdmin(OnlyRead, WritesDownReading):
    list_display = ["question", "author", "visibility", "helpful_count", "posted_at"]
    list_filter = [("visibility", admin.ChoicesFieldListFilter)]
    list_select_related = ["question__condition", "question__topic", "author"]

    def reading_of(self, row: Answer) -> Reading | None:
        return reading_of(row)


@admin.register(PageFeedback)
class PageFeedbackAdmin(OnlyRead):
    list_display = ["summary", "is_helpful", "words", "sent_at", "read_at"]
    list_filter = ["is_helpful", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["summary__question__condition", "summary__question__topic"]
    list_per_page = 50


@admin.register(Concern)
class ConcernAdmin(OnlyRead):
    """Tasks with a day. Opening one shows it with the form that settles it."""

    list_display = ["question", "kind", "words", "due_on", "outcome"]
    list_filter = [("outcome", admin.EmptyFieldListFilter), "kind"]
    list_select_related = ["question__condition", "question__topic"]
    list_per_page = 50

    @admin.display(description=gettext_lazy("words"))
    def words(self, obj: Concern) -> str:
        return obj.words[:120]

    def change_view(self, request: HttpRequest, object_id: str, *_form_url: Any, **_extra: Any) -> HttpResponse:
        """The concern, and the form that settles it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        rows = Concern.objects.select_related("question__condition", "question__topic", "answer", "settled_by")
        concern = get_object_or_404(rows, pk=object_id)
        form = SettleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                settle_concern(by=request.user, concern=concern, **form.cleaned_data)
                messages.success(request, _("Settled. Readers see the outcome in the page’s history."))
                return redirect("admin:questions_concern_changelist")
            except ValidationError as error:
                _add(form, error)
        context = self.admin_site.each_context(request) | {"title": str(concern), "concern": concern, "form": form}
        return render(request, "admin/questions/concern.html", context)


def _add(form: SettleForm, error: ValidationError) -> None:
    """What the service refused, at the field that it is about."""
    fields = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, sentences in fields.items():
        form.add_error(name if name in form.fields else None, sentences)
