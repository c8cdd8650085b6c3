"""The two ways to write a story: freely, or as answers to four questions. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Way(StrEnum):
    """How someone writes."""

    FREELY = "freely"
    QUESTIONS = "questions"


PARTS: dict[str, Promise | str] = {
    "before": _("Before"),
    "finding_out": _("Finding out"),
    "treatment": _("Treatment"),
    "now": _("Now"),
}
"""The questions' fields, with the headings that their answers get in the story."""


def composed(fields: Mapping[str, Any]) -> str:
    """One text of what was answered, each answer under its heading, and of what was written freely after them."""
    parts = [f"## {heading}\n\n{answer}" for name, heading in PARTS.items() if (answer := _text(fields, name))]
    return "\n\n".join([*parts, *filter(None, [_text(fields, "body")])])


def changed_way(fields: Mapping[str, Any], way: Way) -> dict[str, Any]:
    """The fields for writing on in another way. Answers become part of the free text; nothing typed is lost."""
    if way == Way.QUESTIONS:
        return {**fields, "way": way}
    return {**fields, "way": way, "body": composed(fields), **dict.fromkeys(PARTS, "")}


def _text(fields: Mapping[str, Any], name: str) -> str:
    return str(fields.get(name) or "").strip()
