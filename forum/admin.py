from django.contrib import admin

from forum.models import Post, Thread


class ReadOnlyAdmin(admin.ModelAdmin):
    """For reading; a member's words are changed by nobody else."""

    list_filter = ["visibility"]

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
