from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conditions.services import mark_all_changed, mark_changed
from questions.forms import ReviewForm, SummaryForm
from questions.models import Answer, Fact, Review, Source, Summary, SummaryState, Topic
from questions.services import (
    SummaryRecord,
    edit_draft,
    publish_summary,
    put_source,
    retire_summary,
    review_summary,
    write_summary,
)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["slug", "place", "group", "title_pattern", "takes_verdict", "is_sensitive", "is_retired"]
    list_editable = ["place"]
    list_filter = ["group", "is_retired"]
    search_fields = ["slug", "title_pattern"]

    def save_model(self, request: HttpRequest, obj: Topic, form: ModelForm, change: bool) -> None:  # noqa: ARG002
        obj.save()
        mark_all_changed()

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["title", "organisation", "key", "checked_on"]
    search_fields = ["title", "organisation", "key", "url"]

    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm, change: bool) -> None:  # noqa: ARG002
        values = {name: getattr(obj, name) for name in ["title", "organisation", "url", "published", "checked_on"]}
        obj.pk = put_source(key=obj.key, values=values).pk


@admin.register(Fact)
class FactAdmin(admin.ModelAdmin):
    list_display = ["condition", "place", "label", "value"]
    list_select_related = ["condition"]
    autocomplete_fields = ["condition", "source"]

    def save_model(self, request: HttpRequest, obj: Fact, form: ModelForm, change: bool) -> None:  # noqa: ARG002
        obj.save()
        mark_changed([obj.condition_id])

    def delete_model(self, request: HttpRequest, obj: Fact) -> None:  # noqa: ARG002
        obj.delete()
        mark_changed([obj.condition_id])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Fact]) -> None:  # noqa: ARG002
        conditions = list(queryset.values_list("condition_id", flat=True))
        queryset.delete()
        mark_changed(conditions)


@admin.register(Summary)
class SummaryAdmin(admin.ModelAdmin):
    """Drafts are written here; publishing and retiring are actions. A published version is only read."""

    form = SummaryForm
    fields = ["condition", "topic", "verdict", "short_answer", "body", "source_keys", "change_note"]
    list_display = ["__str__", "state", "verdict", "author", "published_at"]
    list_filter = ["state", "verdict"]
    list_select_related = ["question__condition", "question__topic", "author"]
    search_fields = ["question__condition__name", "question__topic__slug"]
    actions = ["publish", "retire"]

    def has_change_permission(self, request: HttpRequest, obj: Summary | None = None) -> bool:
        is_open = obj is None or obj.state == SummaryState.DRAFT
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Summary | None = None) -> bool:
        is_draft = obj is not None and obj.state == SummaryState.DRAFT
        return is_draft and super().has_delete_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Summary | None = None) -> list[str]:  # noqa: ARG002
        if obj and obj.state != SummaryState.DRAFT:
            return ["question", "state", "number", "verdict", "short_answer", "body", "change_note", "author"]
        return list(self.fields or [])

    def save_model(self, request: HttpRequest, obj: Summary, form: SummaryForm, change: bool) -> None:
        record = SummaryRecord(
            verdict=obj.verdict,
            short_answer=obj.short_answer,
            body=obj.body,
            change_note=obj.change_note,
            author=obj.author if change else request.user,
            sources=form.cleaned_data["source_keys"],
            written_at=obj.written_at,
        )
        if change:
            edit_draft(by=request.user, summary=obj, record=record)
        else:
            obj.question = form.question()
            obj.pk = write_summary(by=request.user, question=obj.question, record=record).pk

    @admin.action(description=_("Publish the chosen drafts"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Summary]) -> None:
        self._each(request, queryset, lambda summary: publish_summary(by=request.user, summary=summary))

    @admin.action(description=_("Retire the chosen versions"), permissions=["publish"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Summary]) -> None:
        self._each(request, queryset, lambda summary: retire_summary(by=request.user, summary=summary))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("questions.publish_summary")

    def _each(self, request: HttpRequest, queryset: QuerySet[Summary], change: Callable[[Summary], None]) -> None:
        done = 0
        for summary in queryset.select_related("question"):
            try:
                change(summary)
                done += 1
            except (PermissionDenied, ValidationError) as error:
                self.message_user(request, f"{summary}: {error}", messages.ERROR)
        self.message_user(request, ngettext("%(n)d version done.", "%(n)d versions done.", done) % {"n": done})


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    """A specialist adds a decision under their own name; a decision is never changed."""

    form = ReviewForm
    list_display = ["summary", "decision", "reviewer_name", "reviewed_on", "due_on"]
    list_filter = ["decision"]
    list_select_related = ["summary__question__condition", "summary__question__topic"]
    autocomplete_fields = ["summary"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("questions.review_summary") and bool(request.user.credential)

    def has_change_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:  # noqa: ARG002
        return False

    def save_model(self, request: HttpRequest, obj: Review, form: ReviewForm, change: bool) -> None:  # noqa: ARG002
        cleaned = form.cleaned_data
        obj.pk = review_summary(
            by=request.user,
            summary=cleaned["summary"],
            decision=cleaned["decision"],
            due_on=cleaned["due_on"],
            note=cleaned["note"],
        ).pk


@admin.register(Answer)
class AnswerAdmin(admin.ModelAdmin):
    """For reading; a member's words are changed by nobody else."""

    list_display = ["question", "author", "visibility", "helpful_count", "posted_at"]
    list_filter = [("visibility", admin.ChoicesFieldListFilter)]
    list_select_related = ["question__condition", "question__topic", "author"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Answer | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Answer | None = None) -> bool:  # noqa: ARG002
        return False
