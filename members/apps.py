from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from moderation.changing import Target, register_target
from moderation.kinds import Kind, register
from notifications.kinds import NotificationKind, register_kind
from schedule.jobs import Job, register_job
from schedule.retention import Rule, register_rule


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        """Says what runs by the clock, what members hear of, and what can be reported."""
        register(
            Kind(
                name="member",
                label=_("Profile"),
                model="accounts.User",
                author="pk",
                title="members.moderated.title_of",
                url="members.moderated.url_of",
                body="members.moderated.words_of",
                html="members.moderated.html_of",
                readable="members.moderated.readable_by",
                redact="members.moderated.redact",
                select_related=("profile",),
            )
        )
        register(
            Kind(
                name="picture",
                label=_("Picture of a member"),
                model="members.Profile",
                author="member",
                title="members.moderated.title_of_picture",
                url="members.moderated.url_of_picture",
                body="members.moderated.words_of_picture",
                html="members.moderated.html_of_picture",
                readable="members.moderated.pictures_readable_by",
                follow="members.moderated.follow_picture",
                counts_as_text=False,
                has_words=False,
            )
        )
        register_target(Target("profile", "members.services.put_new_words", words="about"))
        register(
            Kind(
                name="message",
                label=_("Message"),
                model="members.Message",
                author="sender",
                title="members.moderated.title_of_message",
                follow="members.messaging.follow_visibility",
                select_related=("receiver", "connection"),
                counts_as_text=False,
                is_private=True,
            )
        )
        register_job(Job("count-map", "members.services.count_map", every=timedelta(days=1), at=time(2)))
        register_job(Job("weigh-symptoms", "members.listing.weigh_again", every=timedelta(days=1), at=time(3)))
        register_rule(
            Rule(
                "removed-pictures",
                "members.Profile",
                184,
                "members.retention.removed_pictures",
                forget="members.services.drop_pictures",
            )
        )
        for name, label, subject, default in (
            ("wave", _("Someone waves to me"), _("Someone said hello"), "daily"),
            ("wave-answered", _("Someone waves back"), _("Someone answered you"), "at-once"),
            ("message", _("A new message in a conversation"), _("A new message for you"), "at-once"),
        ):
            register_kind(NotificationKind(name=name, label=label, subject=subject, default=default))
