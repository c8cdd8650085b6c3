"""Every version, and the addresses of the pages on which editors work."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from questions.admin import bulk, comparing, pictures, steps, writing
from questions.models import Review, Summary, Transition
from questions.permissions import can_publish_summary, can_write_summary


@admin.register(Summary)
class SummaryAdmin(admin.ModelAdmin):
    """A draft opens as a form; every other version as a page with its record and the steps that it can take."""

    list_display = ["__str__", "state", "verdict", "author", "changed_at", "published_at"]
    list_filter = ["state", "question__topic__group", "change_size"]
    list_select_related = ["question__condition", "question__topic", "author"]
    list_per_page = 50
    ordering = ["-changed_at", "-pk"]
    search_fields = ["question__condition__name", "question__topic__slug"]
    actions = ["publish_many"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_write_summary(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Summary | None = None) -> bool:  # noqa: ARG002
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return can_publish_summary(request.user)

    def add_view(self, request: HttpRequest, *_form_url: Any, **_extra: Any) -> HttpResponse:
        return writing.write(request)

    def change_view(self, request: HttpRequest, object_id: str, *_form_url: Any, **_extra: Any) -> HttpResponse:
        if not object_id.isdecimal():
            raise Http404
        if not can_write_summary(request.user):
            return HttpResponseRedirect(reverse("admin:summary-version", args=[object_id]))
        return writing.write(request, int(object_id))

    @admin.action(description=_("Publish the chosen versions"), permissions=["publish"])
    def publish_many(self, request: HttpRequest, queryset: QuerySet[Summary]) -> HttpResponse:  # noqa: ARG002
        chosen = list(queryset.values_list("pk", flat=True)[: bulk.MOST])
        query = urlencode({"pk": chosen}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:summary-publish-many')}?{query}")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = self.admin_site.admin_view
        return [
            path("preview/", own(require_POST(writing.preview)), name="summary-preview"),
            path("preview-page/", own(require_POST(writing.preview_page)), name="summary-preview-page"),
            path("upload/", own(require_POST(pictures.upload)), name="summary-upload"),
            path("picture/", own(pictures.add_picture), name="summary-picture"),
            path("publish-many/", own(bulk.publish_many), name="summary-publish-many"),
            path("<int:pk>/version/", own(steps.version), name="summary-version"),
            path("<int:pk>/review/", own(steps.review), name="summary-review"),
            path("<int:pk>/revise/", own(require_POST(steps.revise)), name="summary-revise"),
            path("<int:pk>/presence/", own(require_POST(writing.presence)), name="summary-presence"),
            path("<int:pk>/heard/", own(require_POST(steps.heard)), name="summary-heard"),
            path("<int:pk>/compare/", own(comparing.compare_versions), name="summary-compare"),
            *(
                path(f"<int:pk>/{name}/", own(steps.step), {"name": name}, name=f"summary-{name}")
                for name in steps.STEPS
            ),
            *super().get_urls(),
        ]


class RecordAdmin(admin.ModelAdmin):
    """Records are only ever added, by the steps themselves."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    list_display = ["summary", "decision", "reviewer_name", "reviewed_on", "due_on"]
    list_filter = ["decision"]
    list_select_related = ["summary__question__condition", "summary__question__topic"]


@admin.register(Transition)
class TransitionAdmin(RecordAdmin):
    list_display = ["summary", "from_state", "to_state", "by", "at", "note"]
    list_filter = ["to_state"]
    list_select_related = ["summary__question__condition", "summary__question__topic", "by"]
