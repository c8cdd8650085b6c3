"""What moderators put over a text, and readers see with it."""

from collections.abc import Mapping
from typing import Any, Final

MARKS: Final = ("cover", "warning_url")
"""The names of the columns."""


def put_marks(item: Any, marks: Mapping[str, str]) -> None:
    """Changes some of them; that pages changed is for the room to say."""
    for name, mark in marks.items():
        setattr(item, name, mark)
    item.save(update_fields=list(marks))
