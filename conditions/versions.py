"""The version of a condition's pages, for asking “has anything changed?” thousands of times a second."""

from time import monotonic
from typing import Final

from django.db import connection

SECONDS: Final = 1.0
MOST: Final = 10_000
_READ: Final = "SELECT version FROM conditions_condition WHERE slug = %s AND is_published"
_known: dict[str, tuple[float, int]] = {}


def version_now(slug: str) -> int | None:
    """The version at this moment; None where no published condition has the address. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [slug])
        row = cursor.fetchone()
    return row[0] if row else None


def version_lately(slug: str) -> int | None:
    """The version at some moment of the last second: at most one query a second for each condition and process.

    A change that this process makes itself is known at once.
    """
    read_at, version = _known.get(slug, (0.0, 0))
    if version and monotonic() - read_at < SECONDS:
        return version
    asked_at = monotonic()
    now = version_now(slug)
    if now is not None:
        if len(_known) >= MOST:
            _known.clear()
        _known[slug] = (asked_at, now)
    return now


def forget() -> None:
    """What was read before a change counts no longer."""
    _known.clear()
