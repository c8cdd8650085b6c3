from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from notifications.kinds import NotificationKind, register_kind


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Names what members hear of."""
        register_kind(
            NotificationKind(
                name="decision",
                label=_("A moderator has read what I wrote"),
                subject=_("We have read what you wrote"),
                default="at-once",
            )
        )
