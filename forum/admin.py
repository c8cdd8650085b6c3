from django.contrib import admin

from audit.admin import WritesDownReading
from audit.readings import Reading
from forum.models import Post, Thread
from moderation.readings import reading_of


class ReadOnlyAdmin(WritesDownReading):
    """For reading; a member's words are changed by nobody else."""

    list_filter = ["visibility"]

    def reading_of(self, row: Thread | Post) -> Reading | None:
        return reading_of(row)

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Thread)
class ThreadAdmin(ReadOnlyAdmin):
    list_display = ["title", "author", "reply_count", "is_closed", "visibility", "posted_at"]
    list_select_related = ["author"]
    search_fields = ["title"]


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ["thread", "author", "visibility", "posted_at"]
    list_select_related = ["author", "thread"]
