"""Reads files of texts for the commands that look at many at once: JSON Lines, one text on each line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from moderation.screening import Post
from moderation.spam import KNOWN_FROM, History

TRUST = {"": 5, "new": 0, "basic": 5, "member": 5, "trusted": KNOWN_FROM}
LONGEST_LINE = 200_000


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line's number and object. Raises CommandError with the number of the line and what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("“%(path)s” cannot be read: %(reason)s") % {"path": path, "reason": error}) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _object(number, line)


def post_of(number: int, row: dict[str, Any]) -> tuple[Post, History]:
    """The text of a row and what is known of its author. Raises CommandError.

    `author_trust` is how many texts of the author stand published, or one of “new”, “basic”, “trusted”.
    """
    words = {name: row.get(name, "") for name in ("kind", "lang", "title", "body")}
    if "body" not in row and "text" in row:
        words["body"] = row["text"]
    for name, value in words.items():
        if not isinstance(value, str | None):
            raise _wrong(number, _("“%(field)s” must be text.") % {"field": name})
    if not (words["body"] or words["title"]):
        raise _wrong(number, _("there is neither a body nor a title."))
    post = Post(
        body=words["body"] or "", title=words["title"] or "", kind=words["kind"] or "", language=words["lang"] or ""
    )
    return post, History(published_count=_published(number, row.get("author_trust", "")))


def _object(number: int, line: str) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise _wrong(number, _("it is too long."))
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _wrong(number, str(error)) from error
    if not isinstance(row, dict):
        raise _wrong(number, _("it is not an object in braces."))
    return row


def _published(number: int, trust: Any) -> int:
    if isinstance(trust, bool) or not isinstance(trust, str | int | float | None):
        raise _wrong(number, _("“author_trust” must be a number or a word."))
    if isinstance(trust, int | float):
        return max(0, min(int(trust), 1_000_000)) if trust == trust else 0  # noqa: PLR0124
    return TRUST.get((trust or "").strip().casefold(), TRUST["basic"])


def _wrong(number: int, reason: str) -> CommandError:
    return CommandError(_("Line %(number)d: %(reason)s") % {"number": number, "reason": reason})
