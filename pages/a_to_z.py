"""Reads the catalogue's names and other names in one order, whole or a part of a letter at a time.

Other names of unpublished conditions are read with the others and left out afterwards: asking the database for each
row whether its condition is published would cost more than all else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from conditions.models import Condition, ConditionName
from conditions.names import fold
from pages.letters import in_order, letters_in_use
from pages.prepared import PreparedQuery
from pages.search_words import clean_query

ON_ONE_PAGE, ENTRIES_ON_A_PAGE = 300, 200


@dataclass(frozen=True)
class Entry:
    """A name under its letter. `see` is the condition's own name, where this is another of its names."""

    initial: str
    folded_name: str
    condition_id: int
    name: str
    slug: str
    see: str


@dataclass(frozen=True)
class Listing:
    """What of the catalogue a page shows. `previous` and `next` are where the parts beside it start, None where there
    is none; a `missing` letter was asked for and has no entries."""

    entries: tuple[Entry, ...]
    letters: tuple[str, ...]
    current: str = ""
    missing: str = ""
    start: str = ""
    previous: str | None = None
    next: str | None = None
    is_whole: bool = False


class _Row(NamedTuple):
    """A name or another name with its condition, as the database brings it."""

    initial: str
    folded_name: str
    condition_id: int
    name: str
    slug: str
    own_name: str
    own_folded_name: str
    is_published: bool


def listing(wanted: str, start: str) -> Listing:
    """The whole of a small catalogue: two queries. Of a large one the letter `wanted`, or the first one that there
    is; of a long letter the part that starts at the name `start`: four queries at most, at any depth."""
    if _is_small():
        entries = _entries(_Row(*row) for row in ALL_NAMES.rows())
        return Listing(entries, tuple(in_order({entry.initial for entry in entries})), is_whole=True)
    letters = tuple(letters_in_use())
    current = wanted or (letters[0] if letters else "")
    if current not in letters:
        return Listing((), letters, missing=current)
    return _part(letters, current, fold(clean_query(start)))


def _part(letters: tuple[str, ...], current: str, start: str) -> Listing:
    rows = [_Row(*row) for row in NAMES_FROM.rows(current, start)]
    more = rows[ENTRIES_ON_A_PAGE:]
    return Listing(
        entries=_entries(rows[:ENTRIES_ON_A_PAGE]),
        letters=letters,
        current=current,
        start=start,
        previous=_start_before(current, start) if start else None,
        next=more[0].folded_name if more else None,
    )


def _is_small() -> bool:
    """Whether all entries fit on one page; counts no further than that: one query."""
    return sum(1 for _row in SOME_NAMES.rows()) <= ON_ONE_PAGE


def _some_names() -> QuerySet[Any]:
    names = Condition.objects.published().order_by().values_list("pk")
    other_names = ConditionName.objects.order_by().values_list("pk")
    return names.union(other_names, all=True).order_by("pk")[: ON_ONE_PAGE + 1]


def _start_before(letter: str, start: str) -> str:
    """Where the part before this one starts; empty for the start of the letter: one query."""
    before = list(_rows(initial=letter, folded_name__lt=start).reverse()[: ENTRIES_ON_A_PAGE + 1])
    return _Row(*before[-2]).folded_name if len(before) > ENTRIES_ON_A_PAGE else ""


def _rows(**where: str) -> QuerySet[Any]:
    """Names and other names in the order of their index, and of nothing more: then no database sorts them all."""
    of_condition = [f"condition__{name}" for name in ("slug", "name", "folded_name", "is_published")]
    names = Condition.objects.published().filter(**where).order_by()
    other_names = ConditionName.objects.filter(**where).order_by()
    own = {"own_name": F("name"), "own_folded_name": F("folded_name"), "own_is_published": F("is_published")}
    return (
        names.annotate(**own)
        .values_list("initial", "folded_name", "pk", "name", "slug", *own)
        .union(other_names.values_list("initial", "folded_name", "condition_id", "name", *of_condition), all=True)
        .order_by("initial", "folded_name")
    )


def _entries(rows: Iterable[_Row]) -> tuple[Entry, ...]:
    """The rows of published conditions as entries, without those that differ from the condition's own name only in
    accents or capitals."""
    return tuple(
        Entry(row.initial, row.folded_name, row.condition_id, row.name, row.slug, see="" if is_own else row.own_name)
        for row in rows
        if row.is_published and ((is_own := row.name == row.own_name) or row.folded_name != row.own_folded_name)
    )


SOME_NAMES = PreparedQuery(_some_names)
ALL_NAMES = PreparedQuery(_rows)
NAMES_FROM = PreparedQuery(
    lambda letter, start: _rows(initial=letter, folded_name__gte=start)[: ENTRIES_ON_A_PAGE + 1], str, str
)
