from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.admin import WritesDownReading
from audit.readings import Reading
from moderation.permissions import can_moderate
from moderation.readings import reading_of
from stories.models import ContentNote, Story, StoryUpdate, StoryVersion
from stories.services import add_content_notes


class ReadingOnly:
    """For reading; a member's words are changed by nobody else."""

    def has_add_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:  # noqa: ARG002
        return False


class StoryUpdateInline(ReadingOnly, admin.StackedInline):
    model = StoryUpdate
    extra = 0


class StoryVersionInline(ReadingOnly, admin.StackedInline):
    model = StoryVersion
    extra = 0


def _adding(note: ContentNote) -> Callable:
    """An action that adds one content note."""

    @admin.action(description=format_lazy(_("Add the note: {note}"), note=note.label), permissions=["moderate"])
    def add(modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        for story in queryset:
            add_content_notes(by=request.user, story=story, notes=[note])
        words = ngettext("%(n)d story has the note now.", "%(n)d stories have the note now.", len(queryset))
        modeladmin.message_user(request, words % {"n": len(queryset)})

    add.__name__ = f"add-{note}"
    return add


@admin.register(Story)
class StoryAdmin(ReadingOnly, WritesDownReading):
    """Stories with their later parts and earlier versions. Moderators add content notes to those that they choose."""

    list_display = ["title", "author", "condition", "visibility", "audience", "is_anonymous", "posted_at"]
    list_filter = ["visibility", "audience"]
    list_select_related = ["author", "condition"]
    search_fields = ["title"]
    inlines = [StoryUpdateInline, StoryVersionInline]
    actions = [_adding(note) for note in ContentNote]

    def reading_of(self, row: Story) -> Reading | None:
        return reading_of(row)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return can_moderate(request.user)
