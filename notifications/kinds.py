"""The kinds of things that members hear of. Each room registers its own when the site starts."""

from dataclasses import dataclass

from django.utils.functional import Promise

type Words = str | Promise


@dataclass(frozen=True)
class NotificationKind:
    """One kind. `label` stands on the page of e-mail choices. `subject` is the mail's: a lock screen shows it, so it
    names no condition and no person. `default` is the pace of those who have not chosen, a value of `Pace`."""

    name: str
    label: Words
    subject: Words
    default: str


_kinds: dict[str, NotificationKind] = {}


def register_kind(kind: NotificationKind) -> None:
    """Makes a kind known. Registering the same again changes nothing; two kinds of one name are a mistake."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"Two kinds of notification are called “{kind.name}”.")


def notification_kinds() -> tuple[NotificationKind, ...]:
    """All kinds, in the order in which they were registered."""
    return tuple(_kinds.values())


def notification_kind(name: str) -> NotificationKind:
    """The kind of this name. Raises KeyError."""
    return _kinds[name]
