from django.contrib import admin

from schedule.models import JobRun


@admin.register(JobRun)
class JobRunAdmin(admin.ModelAdmin):
    """For reading: when each job last ran."""

    list_display = ["name", "started_at", "finished_at"]

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: object, obj: JobRun | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: object, obj: JobRun | None = None) -> bool:  # noqa: ARG002
        return False
