"""Two texts word by word: pure. The same rows are shown side by side, or inline as one text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Final

MOST_WORDS: Final = 4_000
MOST_PARAGRAPHS: Final = 1_000
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=[-*+] |\d+\. |:::|#|: )")
_PIECE = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")
_ALIKE: Final = 0.3


class Kind(StrEnum):
    """Where words stand: in both texts, in the earlier one only, or in the later one only."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Part:
    """Some words of one kind."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Row:
    """One paragraph of the earlier text beside one of the later text; either may be missing."""

    parts: tuple[Part, ...]

    @property
    def is_changed(self) -> bool:
        return any(part.kind != Kind.SAME for part in self.parts)

    @property
    def before(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind != Kind.ADDED)

    @property
    def after(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind != Kind.REMOVED)


def compare(before: str, after: str) -> tuple[Row, ...]:
    """The rows of two texts, paragraph by paragraph; equal texts give rows without a change."""
    old, new = _paragraphs(before), _paragraphs(after)
    is_long = max(len(old), len(new)) > MOST_PARAGRAPHS
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=is_long).get_opcodes():
        if tag == "equal":
            rows += [Row((Part(Kind.SAME, words),)) for words in old[i1:i2]]
        else:
            rows += [_row(*pair) for pair in _pairs(old[i1:i2], new[j1:j2])]
    return tuple(rows)


def is_same(rows: Sequence[Row]) -> bool:
    """Whether the texts say the same."""
    return not any(row.is_changed for row in rows)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPH_END.split(text.replace("\r\n", "\n")) if part.strip()]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs in order; two that have little in common stand one below the other."""
    for before, after in zip_longest(old, new, fillvalue=""):
        if before and after and not _are_alike(before, after):
            yield before, ""
            yield "", after
        else:
            yield before, after


def _are_alike(before: str, after: str) -> bool:
    return SequenceMatcher(None, before.split(), after.split()).quick_ratio() >= _ALIKE


def _row(before: str, after: str) -> Row:
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        parts = [Part(Kind.REMOVED, before), Part(Kind.ADDED, after)]
        return Row(tuple(part for part in parts if part.words))
    parts = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part(Kind.SAME, "".join(old[i1:i2])))
            continue
        if i2 > i1:
            parts.append(Part(Kind.REMOVED, "".join(old[i1:i2])))
        if j2 > j1:
            parts.append(Part(Kind.ADDED, "".join(new[j1:j2])))
    return Row(tuple(parts))
