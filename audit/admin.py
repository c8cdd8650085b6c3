from django.contrib import admin

from audit.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """For reading: nobody changes the log."""

    list_display = ["number", "at", "by_id", "action", "about"]
    list_filter = ["action"]
    search_fields = ["about", "by_id"]

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: object, obj: Entry | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: object, obj: Entry | None = None) -> bool:  # noqa: ARG002
        return False
