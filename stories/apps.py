from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from moderation.kinds import Kind, register
from schedule.retention import Rule, register_rule


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        register(
            Kind(
                name="story",
                label=_("Story"),
                model="stories.Story",
                title="stories.services.following.story_title",
                follow="stories.services.follow_story",
            )
        )
        register_rule(Rule("adverts-stories", "stories.Story", 30, "stories.retention.old_adverts"))
