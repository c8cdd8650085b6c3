from django.contrib import admin

from stories.models import Story


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """For reading; a member's words are changed by nobody else."""

    list_display = ["title", "author", "condition", "visibility", "posted_at"]
    list_filter = ["visibility"]
    list_select_related = ["author", "condition"]
    search_fields = ["title"]

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: object, obj: Story | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: object, obj: Story | None = None) -> bool:  # noqa: ARG002
        return False
