"""What came of a report, in words for whoever made it. It says nothing about the author."""

from django.utils.translation import gettext as _

from moderation.models import SETTLES, Action, Decision, Report

WAITS, DONE, GONE = "waits", "done", "gone"


def decision_about(report: Report) -> Decision | None:
    """The decision that settled the case, if there is one: one query."""
    return Decision.objects.filter(case=report.case_id, action__in=SETTLES).first()


def outcome_of(report: Report) -> str:
    """One or two sentences: two queries at most."""
    if report.case.is_open:
        return _("A moderator has not decided yet. We tell you as soon as it is done.")
    decision = decision_about(report)
    if decision is None:
        return _("The text is no longer there: its author took it back.")
    return str(words_for(decision.action))


def words_for(action: str) -> str:
    """What was done, to somebody who asked for it."""
    if action in {Action.REJECT, Action.REMOVE}:
        return _("A moderator has read it and taken it down. Thank you for telling us.")
    if action == Action.REDACT:
        return _("A moderator has read it and taken out what should not be there. Thank you for telling us.")
    if action == Action.LIMIT:
        return _("A moderator has read it. Only signed-in members can see it now. Thank you for telling us.")
    if action == Action.COVER:
        return _("A moderator has read it. Readers now choose whether to open it. Thank you for telling us.")
    if action == Action.LABEL:
        return _("A moderator has read it. Readers now see a warning above it. Thank you for telling us.")
    return _("A moderator has read it. It keeps to our rules, so it stays. Thank you for telling us all the same.")
