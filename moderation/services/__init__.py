from moderation.services.appealing import (
    APPEAL_DAYS,
    appeal,
    decide_appeal,
    decisions_about,
    open_appeals,
    waiting_texts,
)
from moderation.services.cases import claim, close_case, flag, follow_edit, open_case, queue_what_waits, release
from moderation.services.changes import discard_change, propose_change, waiting_change
from moderation.services.deciding import decide, hold, publish, reject, remove, restore
from moderation.services.handing import hand_over, moderators, reject_adverts
from moderation.services.marking import put_marks
from moderation.services.reporting import FOR_READERS, Reporter, is_trusted_reporter, report
from moderation.services.screening import Look, look_at, record_look
from moderation.services.suspending import DAYS, lift, suspend
from moderation.services.throwaway import throwaway_domains, trust_address, waits_for_address
from moderation.services.undoing import undo
from moderation.services.visibility import (
    await_moderator,
    may_link,
    move,
    returning_visibility,
    starting_visibility,
    visibility_of_one,
)

__all__ = [
    "APPEAL_DAYS",
    "DAYS",
    "FOR_READERS",
    "Look",
    "Reporter",
    "appeal",
    "await_moderator",
    "claim",
    "close_case",
    "decide",
    "decide_appeal",
    "decisions_about",
    "discard_change",
    "flag",
    "follow_edit",
    "hand_over",
    "hold",
    "is_trusted_reporter",
    "lift",
    "look_at",
    "may_link",
    "moderators",
    "move",
    "open_appeals",
    "open_case",
    "propose_change",
    "publish",
    "put_marks",
    "queue_what_waits",
    "record_look",
    "reject",
    "reject_adverts",
    "release",
    "remove",
    "report",
    "restore",
    "returning_visibility",
    "starting_visibility",
    "suspend",
    "throwaway_domains",
    "trust_address",
    "undo",
    "visibility_of_one",
    "waiting_change",
    "waiting_texts",
    "waits_for_address",
]
