"""What moderators put over a text, and readers see with it."""

from collections.abc import Mapping
from typing import Any, Final

from moderation.services.retitling import follow_name

MARKS: Final = ("cover", "warning_url")
"""The names of the columns."""


def put_marks(item: Any, marks: Mapping[str, str]) -> None:
    """Changes some of them; that pages changed is for the room to say. A cover is also over the title, which stands in
    addresses (moderation/models/content.py)."""
    for name, mark in marks.items():
        setattr(item, name, mark)
    item.save(update_fields=list(marks))
    if "cover" in marks:
        follow_name(item)
