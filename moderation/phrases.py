"""Phrases that an owner can read and write, and a quick way to find many of them in a text. Pure.

One line is one phrase. Its words stand as they sound in small letters; accents do not matter.

    cured|healed my ... with|using herb*      a|b: either word · herb*: any word that begins so · ...: up to 4 words
    ^ stop taking your insulin                ^: at the beginning of a sentence
    only # left                               #: any figure
    !not|never want to die                    !: not where one of these words stands up to 4 words before
    my (own) life                             (word): may be left out
    <illness> ... <remedy>|natural*           <name>: any word of a group of words that has this name
    there is no way out ?                     ? as the last word: only in a question; !? : not in a question
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import digits
from typing import Final

from moderation.folding import ENDS, QUESTION_END, fold, without_disguise

GAP: Final = 4
GUARD: Final = 4
MOST_MATCHES: Final = 400
LONGEST: Final = 400
FIGURE: Final = "#"
MOST_GAPS: Final = 3
MOST_OPTIONAL: Final = 10
_HEAD: Final = 3
_GROUP: Final = re.compile(r"<([\w-]{1,40})>")


class PhraseError(ValueError):
    """A line that is no phrase; the message says why."""


@dataclass(frozen=True)
class Part:
    """One place of a phrase: the words that fit, and the beginnings that fit; a gap fits up to `gap` words."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    gap: int = 0
    is_optional: bool = False

    def fits(self, word: str) -> bool:
        return word in self.words or word.startswith(self.beginnings)


@dataclass(frozen=True)
class Phrase:
    """A phrase that was understood. `source` is the line itself."""

    source: str
    parts: tuple[Part, ...]
    guard: Part | None = None
    at_start: bool = False
    in_question: bool | None = None


@dataclass(frozen=True)
class Match:
    """Where in the words of a text a phrase stands, and of which list it is."""

    list_name: str
    start: int
    end: int
    was_disguised: bool = False


def parse(line: str, groups: Mapping[str, str] = {}) -> Phrase:
    """Reads one phrase; `groups` are names of groups and their words, as “a|b*”. Raises PhraseError with the reason."""
    if len(line) > LONGEST:
        raise PhraseError(f"A phrase has at most {LONGEST} characters.")
    guard, at_start, in_question, parts = None, False, None, []
    for piece in _GROUP.sub(lambda match: _words_of(match[1], groups), line).split():
        if piece == "^":
            at_start = True
        elif piece in {"?", "!?"}:
            in_question = piece == "?"
        elif piece.startswith("!"):
            guard = part_of(piece[1:])
        elif piece == "...":
            parts.append(Part(gap=GAP))
        elif piece.startswith("(") and piece.endswith(")"):
            parts.append(part_of(piece[1:-1], is_optional=True))
        else:
            parts.append(part_of(piece))
    if not parts or parts[0].gap or parts[0].is_optional or parts[-1].gap or "0" in parts[0].beginnings:
        raise PhraseError("A phrase begins and ends with a word.")
    if sum(1 for part in parts if part.gap) > MOST_GAPS or sum(part.is_optional for part in parts) > MOST_OPTIONAL:
        raise PhraseError(f"A phrase has at most {MOST_GAPS} gaps and {MOST_OPTIONAL} words that may be left out.")
    return Phrase(line.strip(), tuple(parts), guard, at_start, in_question)


def _words_of(name: str, groups: Mapping[str, str]) -> str:
    if name not in groups:
        raise PhraseError(f"There is no group of words called “{name}”.")
    return groups[name]


def part_of(token: str, *, is_optional: bool = False) -> Part:
    """One place of a phrase, of words parted by “|”. Raises PhraseError."""
    words: set[str] = set()
    beginnings: set[str] = set()
    for choice in token.split("|"):
        if choice == FIGURE:
            beginnings.update(digits)
            continue
        bare = fold(choice.rstrip("*")).words[:-1]
        if len(bare) != 1 or (choice.endswith("*") and len(bare[0]) < 2):
            raise PhraseError(f"“{choice}” is not one word.")
        (beginnings if choice.endswith("*") else words).add(bare[0])
    return Part(frozenset(words), tuple(sorted(beginnings)), is_optional=is_optional)


@dataclass
class PhraseBook:
    """Many phrases of many lists, found in one walk over a text's words."""

    groups: Mapping[str, str] = field(default_factory=dict)
    _by_word: dict[str, list[tuple[str, Phrase]]] = field(default_factory=dict)
    _by_head: dict[str, list[tuple[str, Phrase]]] = field(default_factory=dict)
    _vocabulary: set[str] = field(default_factory=set)

    def add(self, list_name: str, lines: Iterable[str]) -> None:
        """Adds the phrases of a list. Raises PhraseError."""
        for line in lines:
            phrase = parse(line, self.groups)
            first = phrase.parts[0]
            for word in first.words:
                self._by_word.setdefault(word, []).append((list_name, phrase))
            for beginning in first.beginnings:
                self._by_head.setdefault(beginning[:_HEAD], []).append((list_name, phrase))
            self._vocabulary.update(word for part in phrase.parts for word in part.words if len(word) > 3)

    def find(self, words: Sequence[str]) -> list[Match]:
        """The phrases that stand in these words (moderation/folding.py), in the order of their places; at most 400, so
        that a text made of nothing else takes no longer than others."""
        plain, disguised = self._undisguised(words)
        found: list[Match] = []
        for start, word in enumerate(plain):
            if len(found) >= MOST_MATCHES:
                break
            seen = set()
            for list_name, phrase in self._beginning_with(word):
                if (list_name, phrase.source) in seen or not _may_stand(phrase, plain, start):
                    continue
                end = _end(phrase.parts, plain, start + 1, 1)
                if end and _has_right_end(phrase, plain, end):
                    seen.add((list_name, phrase.source))
                    found.append(Match(list_name, start, end, any(start <= place < end for place in disguised)))
        return found

    def _beginning_with(self, word: str) -> Iterator[tuple[str, Phrase]]:
        yield from self._by_word.get(word, ())
        for length in range(2, _HEAD + 1):
            for list_name, phrase in self._by_head.get(word[:length], ()) if len(word) >= length else ():
                if word.startswith(phrase.parts[0].beginnings):
                    yield list_name, phrase

    def _undisguised(self, words: Sequence[str]) -> tuple[list[str], list[int]]:
        """Words with figures for letters are read as the list's word that they stand for."""
        plain, disguised = list(words), []
        for place, word in enumerate(plain):
            if len(word) > 3 and not word.isalpha() and word not in self._vocabulary:
                read = without_disguise(word)
                if read in self._vocabulary and not word.isdigit():
                    plain[place] = read
                    disguised.append(place)
        return plain, disguised


def _may_stand(phrase: Phrase, words: Sequence[str], start: int) -> bool:
    if phrase.at_start and start and words[start - 1] not in ENDS:
        return False
    if phrase.guard is None:
        return True
    for word in reversed(words[max(0, start - GUARD) : start]):
        if word in ENDS:
            return True
        if phrase.guard.fits(word):
            return False
    return True


def _end(parts: Sequence[Part], words: Sequence[str], start: int, place: int = 0) -> int:
    """The place after the phrase's last word, or 0 where it does not stand here. Gaps never cross a sentence's end."""
    if place == len(parts):
        return start
    part = parts[place]
    if part.gap:
        for here in range(start, min(start + part.gap + 1, len(words))):
            if words[here] in ENDS:
                return 0
            if end := _end(parts, words, here, place + 1):
                return end
        return 0
    if start < len(words) and part.fits(words[start]) and (end := _end(parts, words, start + 1, place + 1)):
        return end
    return _end(parts, words, start, place + 1) if part.is_optional else 0


def _has_right_end(phrase: Phrase, words: Sequence[str], end: int) -> bool:
    if phrase.in_question is None:
        return True
    for word in words[end - 1 :]:
        if word in ENDS:
            return phrase.in_question == (word == QUESTION_END)
    return not phrase.in_question
