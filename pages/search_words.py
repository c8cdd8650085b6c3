"""The words of a query, and how they meet the words of a name or of a standard question: pure.

A reader's text becomes words here, and only words go on: letters, digits and marks, nothing that a pattern could mean.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from conditions.names import fold

MAX_QUERY, MAX_WORDS = 200, 12
APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))

# Words that ask and join. Short ones that are also names of conditions (ALL, ME, AS, MS) do not belong here.
_STOP_WORDS = (
    "a an and about are can could do does for from get had has have how i if in into is it its like my of on or our "
    "people should than that the their them there they this to was what when which who why will with you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True)
class Piece:
    """A part of a text, marked where it meets the query."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Match:
    """How a name met the words of a query: which are left over, and how closely it fits."""

    left_over: tuple[str, ...]
    met_count: int
    whole_count: int
    unmet_count: int

    @property
    def is_exact(self) -> bool:
        """Every word of the name was asked for, letter for letter."""
        return self.unmet_count == 0 and self.whole_count == self.met_count


def clean_query(text: str) -> str:
    """The query as it is shown and kept in the field: one line, no control characters, at most 200 characters."""
    kept = "".join(" " if unicodedata.category(c)[0] in "ZC" else c for c in text[: MAX_QUERY * 2])
    return " ".join(kept.split())[:MAX_QUERY].strip()


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text: “Ménière's disease” gives “menieres” and “disease”."""
    return tuple("".join(c if _is_of_word(c) else " " for c in fold(text).translate(APOSTROPHES)).split())


def stem(word: str) -> str:
    """The word without the ending of a plural or a possessive, when enough of it remains."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def meets(word: str, asked: str) -> bool:
    """Whether a word of a name starts as the asked word does. Stop words must be the very same."""
    return word == asked if asked in STOP_WORDS else word.startswith(stem(asked))


def match(name_words: Sequence[str], asked: Sequence[str]) -> Match:
    """Lets each word of a name take one asked word, the very same one first."""
    left = list(asked)
    unmet, whole = list(name_words), 0
    for word in name_words:
        if word in left:
            left.remove(word)
            unmet.remove(word)
            whole += 1
    met = whole
    for word in list(unmet):
        taken = next((word_asked for word_asked in left if meets(word, word_asked)), None)
        if taken is not None:
            left.remove(taken)
            unmet.remove(word)
            met += 1
            whole += stem(taken) == stem(word)
    return Match(tuple(left), met, whole, len(unmet))


def same_word(one: str, other: str) -> bool:
    """Whether two words are forms of one: equal but for a plural, or alike in five letters and most of their length."""
    if stem(one) == stem(other):
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= 5 and shared >= 0.7 * max(len(one), len(other))


def content_words(asked: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in asked if word not in STOP_WORDS)


@lru_cache(maxsize=512)
def pattern_words(pattern: str) -> tuple[str, ...]:
    """The words of a topic's pattern without the condition."""
    return words(pattern.replace("{condition}", " ").replace("{short}", " "))


def topic_score(patterns: Sequence[str], slug: str, left_over: Sequence[str]) -> float:
    """How well a topic fits what is left of a query: 0 not at all, 10 and more when it explains every word."""
    if not left_over:
        return 0
    if any(pattern_words(pattern) == tuple(left_over) for pattern in patterns):
        return 100
    asked = content_words(left_over)
    vocabulary = set(content_words((*(word for p in patterns for word in pattern_words(p)), *pattern_words(slug))))
    points = sum(
        3 if any(stem(word) == stem(known) for known in vocabulary) else 2 * any(same_word(word, k) for k in vocabulary)
        for word in asked
    )
    if not points:
        return 0
    unasked = sum(1 for known in vocabulary if not any(same_word(word, known) for word in asked))
    explains_all = all(any(same_word(word, known) for known in vocabulary) for word in asked)
    return points + (10 if explains_all else 0) - unasked / 10


def marked(text: str, asked: Sequence[str]) -> tuple[Piece, ...]:
    """The text in pieces, with the words that meet the query marked; joined again they are the text."""
    pieces: list[Piece] = []
    for run in _runs(text):
        folded = "".join(words(run))
        is_marked = bool(folded) and any(meets(folded, word) for word in asked if word not in STOP_WORDS)
        if pieces and pieces[-1].is_marked == is_marked:
            pieces[-1] = Piece(pieces[-1].text + run, is_marked)
        else:
            pieces.append(Piece(run, is_marked))
    return tuple(pieces)


def _runs(text: str) -> list[str]:
    """Words and what stands between them, in turn."""
    runs: list[str] = []
    was_of_word = None
    for character in text:
        of_word = _is_of_word(character) or ord(character) in APOSTROPHES
        if of_word == was_of_word:
            runs[-1] += character
        else:
            runs.append(character)
        was_of_word = of_word
    return runs


def _is_of_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"
