from django.contrib import admin

from moderation.forms.phrase_lists import PhraseListForm
from moderation.models import Decision, LearnedTable, PhraseList


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    """For reading: a decision is a record, which nobody changes."""

    list_display = ["made_at", "kind", "item_id", "action", "by", "author"]
    list_filter = ["action", "kind"]
    list_select_related = ["by", "author"]

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: object, obj: Decision | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: object, obj: Decision | None = None) -> bool:  # noqa: ARG002
        return False


@admin.register(PhraseList)
class PhraseListAdmin(admin.ModelAdmin):
    """The owner's own lists, each tried on past texts before it counts."""

    form = PhraseListForm
    list_display = ["name", "topic", "points", "changed_at"]
    list_filter = ["topic"]
    search_fields = ["name", "lines"]


@admin.register(LearnedTable)
class LearnedTableAdmin(admin.ModelAdmin):
    """What the classifier learnt; an owner may switch it off, or on again."""

    list_display = ["made_at", "examples", "recall", "false_share", "is_used"]
    readonly_fields = ["made_at", "examples", "recall", "false_share"]
    fields = ["made_at", "examples", "recall", "false_share", "is_used"]

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: object, obj: LearnedTable | None = None) -> bool:  # noqa: ARG002
        return False
