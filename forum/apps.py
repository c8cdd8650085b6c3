from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from moderation.changing import Target, register_target
from moderation.kinds import Kind, register
from notifications.kinds import NotificationKind, register_kind
from schedule.retention import Rule, register_rule


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = _("Forum")

    def ready(self) -> None:
        """Names the kinds of content and of news that the forum has."""
        register_target(Target("thread", "forum.services.threads.put_new_words"))
        register_target(Target("post", "forum.services.posts.put_new_words"))
        register(
            Kind(
                name="thread",
                label=_("Question in the forum"),
                model="forum.Thread",
                title="forum.models.title_of_thread",
                public_title="forum.models.public_title_of_thread",
                follow="forum.services.follow_thread_change",
                select_related=("author",),
                redact="forum.services.moderated.redact",
                retitle="forum.services.moderated.retitle",
                limit="forum.services.moderated.limit_thread",
                mark="forum.services.moderated.mark",
                about="forum.services.moderated.about",
            )
        )
        register(
            Kind(
                name="post",
                label=_("Reply in the forum"),
                model="forum.Post",
                title="forum.models.title_of_post",
                public_title="forum.models.public_title_of_post",
                borrows_title=True,
                follow="forum.services.follow_post_change",
                select_related=("author", "thread"),
                redact="forum.services.moderated.redact",
                mark="forum.services.moderated.mark",
                about="forum.services.moderated.about",
            )
        )
        for name, label, subject, default in (
            ("forum-reply", _("Someone replies to my question or to my reply"), _("Someone replied to you"), "at-once"),
            ("forum-followed", _("A new reply in a thread that I follow"), _("A new reply for you"), "daily"),
            ("forum-offer", _("A question that I may be able to answer"), _("Somebody could use your help"), "daily"),
            ("forum-waiting", _("Nobody has replied to my question yet"), _("About your question"), "at-once"),
        ):
            register_kind(NotificationKind(name=name, label=label, subject=subject, default=default))
        register_rule(Rule("adverts-threads", "forum.Thread", 30, "forum.retention.old_adverts_in_threads"))
        register_rule(Rule("adverts-posts", "forum.Post", 30, "forum.retention.old_adverts_in_posts"))
