from django.contrib import admin

from moderation.models import Decision


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
