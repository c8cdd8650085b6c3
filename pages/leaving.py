"""What closing an account does to each stored field about a person. tests/pages/test_leaving.py proves it.

What is not named here is deleted: the row is gone.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OnClosing(models.TextChoices):
    """What becomes of a field when its member leaves."""

    DELETED = "deleted", _("Deleted")
    EMPTIED = "emptied", _("Emptied, or replaced by “Former member”")
    CHOSEN = "chosen", _("Deleted or kept without your name, as you choose")
    STAYS = "stays", _("Stays, and says nothing of you")
    RECORD = "record", _("Stays, as a record of who stood behind a page")


NOT_DELETED: dict[str, OnClosing] = {
    "accounts.User": OnClosing.EMPTIED,
    "accounts.User.points": OnClosing.STAYS,
    "accounts.User.unread_count": OnClosing.STAYS,
    "accounts.User.closed_at": OnClosing.STAYS,
    "questions.Answer": OnClosing.CHOSEN,
    "stories.Story": OnClosing.CHOSEN,
    "stories.StoryUpdate": OnClosing.CHOSEN,
    "stories.StoryThanks": OnClosing.CHOSEN,
    "stories.DeletedStory": OnClosing.STAYS,
    "forum.Thread": OnClosing.CHOSEN,
    "forum.ThreadCondition": OnClosing.CHOSEN,
    "forum.Post": OnClosing.CHOSEN,
    "moderation.Decision": OnClosing.STAYS,
    "moderation.Case": OnClosing.STAYS,
    "moderation.Case.claimed_by": OnClosing.DELETED,
    "moderation.Flag": OnClosing.STAYS,
    "moderation.Report": OnClosing.STAYS,
    "moderation.Report.reporter": OnClosing.EMPTIED,
    "moderation.Report.name": OnClosing.EMPTIED,
    "moderation.Report.email": OnClosing.EMPTIED,
    "moderation.Report.words": OnClosing.EMPTIED,
    "moderation.Report.person": OnClosing.EMPTIED,
    "moderation.Appeal": OnClosing.STAYS,
    "moderation.Appeal.words": OnClosing.EMPTIED,
    "audit.Entry": OnClosing.STAYS,
    "moderation.Snapshot": OnClosing.STAYS,
    "moderation.Snapshot.title": OnClosing.EMPTIED,
    "moderation.Snapshot.body": OnClosing.EMPTIED,
    "members.MapCount": OnClosing.STAYS,
    "members.Connection": OnClosing.STAYS,
    "members.Message": OnClosing.CHOSEN,
    "members.Message.receiver": OnClosing.STAYS,
    "questions.Summary": OnClosing.RECORD,
    "questions.Review": OnClosing.RECORD,
    "questions.Contribution": OnClosing.RECORD,
    "questions.Transition": OnClosing.RECORD,
    "questions.SummaryComment": OnClosing.RECORD,
    "questions.Concern": OnClosing.RECORD,
    "questions.PageFeedback": OnClosing.STAYS,
    "questions.MissedSearch": OnClosing.STAYS,
    "admin.LogEntry": OnClosing.STAYS,
}
"""By table, or by field where it differs from its table."""


def on_closing(field: str) -> OnClosing:
    """What becomes of a field, named as in the data map."""
    table, _dot, _name = field.rpartition(".")
    return NOT_DELETED.get(field) or NOT_DELETED.get(table) or OnClosing.DELETED
