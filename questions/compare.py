"""Two texts word by word: pure. The same rows are shown side by side, or inline as one text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Final

MOST_WORDS: Final = 4_000
MOST_PARAGRAPHS: Final = 1_000
MOST_PAIRS: Final = 10_000
MOST_MATCHES: Final = 100_000
ALIKE: Final = 0.3
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=[-*+] |\d+\. |:::|#|: )")
_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")


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
    """Paragraphs of both texts in order, those beside each other that have most in common."""
    if len(old) * len(new) > MOST_PAIRS:
        yield from zip_longest(old, new, fillvalue="")
        return
    best = _best_scores(old, new)
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            yield old[i], ""
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield "", new[j]
            j += 1
        else:
            yield old[i], new[j]
            i, j = i + 1, j + 1
    yield from ((words, "") for words in old[i:])
    yield from (("", words) for words in new[j:])


def _best_scores(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """How much the paragraphs from each place on have in common at best, when order is kept."""
    before, after = [set(_WORD.findall(p)) for p in old], [set(_WORD.findall(p)) for p in new]
    best = [[0.0] * (len(new) + 1) for _place in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            alike = 2 * len(before[i] & after[j]) / max(1, len(before[i]) + len(after[j]))
            paired = best[i + 1][j + 1] + alike if alike >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return best


def _row(before: str, after: str) -> Row:
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        parts = [Part(Kind.REMOVED, before), Part(Kind.ADDED, after)]
        return Row(tuple(part for part in parts if part.words))
    parts = []
    counts, others = Counter(old), Counter(new)
    is_repetitive = sum(count * others[piece] for piece, count in counts.items()) > MOST_MATCHES
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=is_repetitive).get_opcodes():
        if tag == "equal":
            parts.append(Part(Kind.SAME, "".join(old[i1:i2])))
            continue
        if i2 > i1:
            parts.append(Part(Kind.REMOVED, "".join(old[i1:i2])))
        if j2 > j1:
            parts.append(Part(Kind.ADDED, "".join(new[j1:j2])))
    return Row(tuple(parts))
