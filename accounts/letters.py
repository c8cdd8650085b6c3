"""Mails in two dresses: the plain text is written once, and its HTML is made from it. No picture, nothing from afar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

_ADDRESS = re.compile(r"https?://\S+")
_CODE = re.compile(r"[A-Z0-9]{2,}(-[A-Z0-9]{2,})*")


@dataclass(frozen=True)
class Paragraph:
    """Some lines of a letter. A line that is only an address becomes a button, one that is only a code stands large."""

    lines: tuple[str, ...]

    @property
    def address(self) -> str:
        return self.lines[0] if len(self.lines) == 1 and _ADDRESS.fullmatch(self.lines[0]) else ""

    @property
    def code(self) -> str:
        return self.lines[0] if len(self.lines) == 1 and _CODE.fullmatch(self.lines[0]) else ""


def letter_html(*, subject: str, text: str) -> str:
    """The HTML of a plain letter."""
    return render_to_string(
        "emails/letter.html",
        {
            "subject": subject,
            "paragraphs": tuple(paragraphs(text)),
            "language": get_language() or settings.LANGUAGE_CODE,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
        },
    )


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The parts of a text between its empty lines."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = tuple(line.strip() for line in part.splitlines() if line.strip())
        if lines:
            yield Paragraph(lines)
