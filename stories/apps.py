from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from moderation.changing import Target, register_target
from moderation.kinds import Kind, register
from notifications.kinds import NotificationKind, register_kind
from schedule.retention import Rule, register_rule


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        """Names the kinds of content and of news that stories have."""
        register_target(Target("story", "stories.services.telling.put_new_words"))
        register(
            Kind(
                name="story",
                label=_("Story"),
                model="stories.Story",
                title="stories.services.following.story_title",
                public_title="stories.services.following.public_story_title",
                follow="stories.services.follow_story",
                prefetch_related=("updates",),
                body="stories.services.moderated.story_words",
                html="stories.services.moderated.story_html",
                redact="stories.services.moderated.redact_story",
                retitle="stories.services.moderated.retitle_story",
                limit="stories.services.moderated.limit_story",
                mark="stories.services.moderated.mark_story",
                about="stories.services.moderated.about_story",
            )
        )
        register(
            Kind(
                name="thanks",
                label=_("Thank-you under a story"),
                model="stories.StoryThanks",
                title="stories.services.thanks_title",
                public_title="stories.services.public_thanks_title",
                borrows_title=True,
                follow="stories.services.follow_thanks",
                select_related=("author", "story__author"),
                redact="stories.services.moderated.redact_thanks",
                mark="stories.services.moderated.mark_thanks",
                about="stories.services.moderated.about_thanks",
            )
        )
        register_kind(
            NotificationKind(
                name="story-thanks",
                label=_("Someone thanks me for my story"),
                subject=_("Someone thanked you"),
                default="daily",
            )
        )
        register_rule(Rule("adverts-stories", "stories.Story", 30, "stories.retention.old_adverts"))
        register_rule(Rule("adverts-thanks", "stories.StoryThanks", 30, "stories.retention.old_adverts_in_thanks"))
