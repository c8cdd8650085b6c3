from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from audit.models import Entry
from audit.readings import Reading
from audit.services import record_readings


class WritesDownReading(admin.ModelAdmin):
    """Opening a row in the admin stands in the log, where `reading_of` says that the row is private."""

    reading_of: Callable[[Any], Reading | None]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **how: Any
    ) -> HttpResponse:
        if obj is not None and (reading := self.reading_of(obj)):
            record_readings(by=request.user.pk, readings=[reading])
        return super().render_change_form(request, context, *args, obj=obj, **how)


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
