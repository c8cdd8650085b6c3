"""The last change of a member's settings, kept in their session until the next one, so that it can be taken back."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

KEY = "last_change"


def remember_change(session: SessionBase, topic: str, before: dict[str, Any]) -> None:
    """Keeps how it was before."""
    session[KEY] = {"topic": topic, "before": before}


def can_undo(session: SessionBase, topic: str) -> bool:
    """Whether the last change was one of this topic."""
    return bool(session.get(KEY, {}).get("topic") == topic)


def take_change(session: SessionBase) -> tuple[str, dict[str, Any]]:
    """The topic of the last change and how it was before, once; empty where there is nothing to undo."""
    change = session.pop(KEY, {})
    return change.get("topic", ""), change.get("before", {})
