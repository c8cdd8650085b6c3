"""A long list in parts that cost the same however deep they lie: a part starts beside a row, not at a number."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


@dataclass(frozen=True)
class Cursor:
    """The place of a row in a list that is ordered by a moment and then by key."""

    moment: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // timedelta(microseconds=1)}-{self.pk}"


@dataclass(frozen=True)
class Part[Row: Model]:
    """Some rows of a long list, newest first, and the cursors of the parts beside it, empty where there is none."""

    rows: tuple[Row, ...]
    newer: str = ""
    older: str = ""


def read_cursor(text: str) -> Cursor | None:
    """The place that an address names; nothing for any other text."""
    match = _CURSOR.fullmatch(text)
    return Cursor(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2])) if match else None


def part_of[Row: Model](rows: QuerySet[Row], *, by: str, size: int, before: str = "", after: str = "") -> Part[Row]:
    """The rows that follow the place `before`, or lead up to the place `after`, or else the newest ones.

    `by` is the moment that orders the list. One query; two where there is nothing behind the place that was asked
    for, or less than a part ahead of it: then the list is shown from its beginning.
    """
    older_than, newer_than = read_cursor(before), read_cursor(after)
    if older_than:
        found = list(_older(rows, by, older_than)[: size + 1])
        if found:
            return Part(tuple(found[:size]), newer=_place(found[0], by), older=_next(found, by, size))
    elif newer_than:
        found = list(_newer(rows, by, newer_than)[: size + 1])
        if len(found) > size:
            return Part(tuple(found[size - 1 :: -1]), newer=_place(found[size - 1], by), older=_place(found[0], by))
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    return Part(tuple(found[:size]), older=_next(found, by, size))


def _older[Row: Model](rows: QuerySet[Row], by: str, place: Cursor) -> QuerySet[Row]:
    """What follows a place; the condition on the moment alone lets the database start there in its index."""
    tied: dict[str, Any] = {by: place.moment, "pk__lt": place.pk}
    rows = rows.filter(Q(**{f"{by}__lt": place.moment}) | Q(**tied), **{f"{by}__lte": place.moment})
    return rows.order_by(f"-{by}", "-pk")


def _newer[Row: Model](rows: QuerySet[Row], by: str, place: Cursor) -> QuerySet[Row]:
    """What leads up to a place, nearest first."""
    tied: dict[str, Any] = {by: place.moment, "pk__gt": place.pk}
    rows = rows.filter(Q(**{f"{by}__gt": place.moment}) | Q(**tied), **{f"{by}__gte": place.moment})
    return rows.order_by(by, "pk")


def _next(found: list[Any], by: str, size: int) -> str:
    """The place from which the next part starts, when more was found than a part holds."""
    return _place(found[size - 1], by) if len(found) > size else ""


def _place(row: Model, by: str) -> str:
    return str(Cursor(getattr(row, by), row.pk))
