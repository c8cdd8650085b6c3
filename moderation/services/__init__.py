from moderation.services.cases import close_case, flag, open_case, queue_what_waits
from moderation.services.deciding import hold, publish, reject, remove, restore
from moderation.services.visibility import (
    await_moderator,
    move,
    published_count,
    returning_visibility,
    starting_visibility,
)

__all__ = [
    "await_moderator",
    "close_case",
    "flag",
    "hold",
    "move",
    "open_case",
    "publish",
    "published_count",
    "queue_what_waits",
    "reject",
    "remove",
    "restore",
    "returning_visibility",
    "starting_visibility",
]
