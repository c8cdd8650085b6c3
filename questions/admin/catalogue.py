"""Topics, facts and sources."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.services import mark_all_changed, mark_changed
from questions.models import Fact, PlainWord, Source, Summary, Topic
from questions.services import put_source

VALUES = ["title", "organisation", "url", "published", "checked_on"]


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
    """The shared library. A source says where it is cited, and what was last found behind its link."""

    fields = ["key", *VALUES, "last_look", "cited_in"]
    readonly_fields = ["last_look", "cited_in"]
    list_display = ["title", "organisation", "checked_on", "use_count", "last_look"]
    list_filter = [("check_result__result", admin.AllValuesFieldListFilter)]
    list_select_related = ["check_result"]
    list_per_page = 50
    search_fields = ["title", "organisation", "key", "url"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        shown = Q(citations__summary__published_for__isnull=False)
        return super().get_queryset(request).annotate(use_count=Count("citations", filter=shown))

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:  # noqa: ARG002
        return ["key", *self.readonly_fields] if obj else list(self.readonly_fields)

    @admin.display(description=gettext_lazy("cited in"), ordering="use_count")
    def use_count(self, obj: Source) -> int:
        return obj.use_count

    @admin.display(description=gettext_lazy("last look at the link"))
    def last_look(self, obj: Source) -> str:
        look = getattr(obj, "check_result", None)
        return f"{look.get_result_display()}, {look.checked_at:%Y-%m-%d}" if look else "–"

    @admin.display(description=gettext_lazy("cited in"))
    def cited_in(self, obj: Source) -> str:
        versions = Summary.objects.filter(citations__source=obj.pk, state__in=["draft", "submitted", "published"])
        rows = versions.select_related("question__condition", "question__topic").order_by("question", "-number")
        links = (
            (reverse("admin:summary-version", args=[version.pk]), version, version.get_state_display())
            for version in rows[:100]
        )
        listed = format_html_join("", '<li><a href="{}">{}</a> ({})</li>', links)
        return format_html("<ul>{}</ul>", listed) if listed else _("Nowhere yet.")

    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm, change: bool) -> None:  # noqa: ARG002
        obj.pk = put_source(key=obj.key, values={name: getattr(obj, name) for name in VALUES}).pk


@admin.register(PlainWord)
class PlainWordAdmin(admin.ModelAdmin):
    """What the site adds to the list of words that the checks of content would rather read in plainer ones."""

    list_display = ["word", "plainer", "language"]
    list_filter = ["language"]
    search_fields = ["word", "plainer"]


@admin.register(Fact)
class FactAdmin(admin.ModelAdmin):
    list_display = ["condition", "place", "label", "value"]
    list_select_related = ["condition"]
    raw_id_fields = ["condition", "source"]

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
