"""The roles of people who work on the site: for each, the permissions that it needs and no other."""

from collections.abc import Mapping
from typing import Final

# What every editor reads: “room.permission”.
_READS: Final = (
    *("questions.view_summary", "questions.view_review", "questions.view_transition", "questions.view_source"),
    *("questions.view_sourcecheck", "questions.view_fact", "questions.view_topic", "questions.view_answer"),
    *("questions.view_concern", "questions.view_plainword", "questions.view_pagefeedback", "conditions.view_condition"),
)
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "Writer": (
        *_READS,
        *("questions.add_summary", "questions.change_summary"),
        *("questions.add_source", "questions.change_source"),
        "questions.settle_concern",
    ),
    "Medical reviewer": (*_READS, "questions.review_summary"),
    "Publisher": (
        *_READS,
        *("questions.publish_summary", "questions.delete_summary"),
        *("questions.add_fact", "questions.change_fact", "questions.delete_fact"),
        *("questions.add_plainword", "questions.change_plainword", "questions.delete_plainword"),
        "questions.settle_concern",
    ),
    "Moderator": (
        *("questions.view_answer", "stories.view_story", "forum.view_thread", "forum.view_post"),
        *("moderation.moderate", "moderation.view_decision"),
    ),
    "Owner": (
        *_READS,
        *("accounts.add_user", "accounts.change_user", "accounts.view_user", "auth.view_group"),
        *("accounts.add_invitation", "accounts.view_invitation", "accounts.delete_invitation"),
        *("conditions.add_condition", "conditions.change_condition"),
        *("conditions.add_symptom", "conditions.change_symptom", "conditions.view_symptom"),
        *("questions.add_topic", "questions.change_topic"),
        *("questions.add_plainword", "questions.change_plainword", "questions.delete_plainword"),
        *("moderation.add_phraselist", "moderation.change_phraselist", "moderation.delete_phraselist"),
        *("moderation.view_phraselist", "moderation.view_learnedtable", "moderation.change_learnedtable"),
        "moderation.view_decision",
    ),
}
"""The groups that `manage.py make_roles` makes."""
