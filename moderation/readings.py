"""Which of the texts that moderators open are private, so that opening them stands in the log of staff actions."""

from enum import StrEnum
from typing import Any, Final

from audit.readings import Reading
from moderation.kinds import kind_of
from moderation.models import Appeal, Audience, Decision, Visibility


class Why(StrEnum):
    """Why a text is not for everybody. These stand in the log, as what was done."""

    HELD = "read.held"
    REMOVED = "read.removed"
    WITHDRAWN = "read.withdrawn"
    FOR_MEMBERS = "read.members"
    PRIVATE = "read.private"
    REPORTED = "read.reported"
    EARLIER = "read.earlier"
    DECISION = "read.decision"
    APPEAL = "read.appeal"


_HIDDEN: Final = {
    Visibility.HELD: Why.HELD,
    Visibility.REMOVED: Why.REMOVED,
    Visibility.WITHDRAWN: Why.WITHDRAWN,
}


def reading_of(item: Any, *, is_reported: bool = False) -> Reading | None:
    """What goes into the log when somebody opens a text for moderating; nothing for what anyone may read, unless what
    readers reported of it is shown beside it."""
    why = _why_private(item) or (Why.REPORTED if is_reported else None)
    return _reading(item, why) if why else None


def reading_of_earlier(item: Any) -> Reading:
    """The same for what a text said before its author changed it."""
    return _reading(item, Why.EARLIER)


def reading_of_decision(decision: Decision) -> Reading:
    """The same for the words that were kept with a decision."""
    return Reading(Why.DECISION, f"decision:{decision.pk}", decision.author_id)


def reading_of_appeal(appeal: Appeal) -> Reading:
    """The same for what an author wrote to moderators."""
    return Reading(Why.APPEAL, f"appeal:{appeal.pk}", appeal.author_id)


def _reading(item: Any, why: Why) -> Reading:
    kind = kind_of(item)
    return Reading(why, f"{kind.name}:{item.pk}", kind.author_id_of(item))


def _why_private(item: Any) -> Why | None:
    """Messages and profiles have no audience of their own: they are never for everybody."""
    if hidden := _HIDDEN.get(getattr(item, "visibility", Visibility.VISIBLE)):
        return hidden
    audience = getattr(item, "audience", "")
    if not audience:
        return Why.PRIVATE
    return Why.FOR_MEMBERS if audience == Audience.MEMBERS else None
