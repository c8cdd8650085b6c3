"""What a check reads, and what it says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from markup.outline import Picture, Section, outline, pictures
from questions.checks.words import Words, words_of

_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’)]?\s+")


class Severity(StrEnum):
    """Errors stop an approval, warnings inform."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """What a rule found: a sentence for the writer, and the words that it is about."""

    rule: str
    severity: Severity
    message: str
    excerpt: str = ""


@dataclass(frozen=True)
class CheckedSource:
    """A source in the place of its number."""

    title: str
    url: str
    checked_on: date | None
    published: str = ""


@dataclass(frozen=True)
class CheckedReview:
    """An approval of this very text."""

    is_by_author: bool
    reviewed_on: date
    due_on: date | None


@dataclass(frozen=True)
class CheckedFact:
    """A short fact of the condition that every text about it shares."""

    label: str
    value: str


@dataclass(frozen=True)
class CheckedText:
    """A version with all that the checks need to know about it."""

    verdict: str
    short_answer: str
    body: str
    sources: tuple[CheckedSource, ...]
    today: date
    full_name: str = ""
    names: tuple[str, ...] = ()
    topic: str = ""
    takes_verdict: bool = False
    review_months: int = 36
    reviews: tuple[CheckedReview, ...] = ()
    facts: tuple[CheckedFact, ...] = ()
    language: str = "en"
    plain_words: tuple[tuple[str, str], ...] = ()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return outline(self.body)

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        return pictures(self.body)

    @cached_property
    def words(self) -> Words:
        return words_of(self.language, self.plain_words)

    @cached_property
    def passages(self) -> tuple[str, ...]:
        """The short answer, each heading and each block: everything that a reader reads."""
        parts = [self.short_answer]
        for section in self.sections:
            parts += [section.heading, *(block.words for block in section.blocks)]
        return tuple(part for part in parts if part)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for passage in self.passages for sentence in sentences_in(passage))


def sentences_in(passage: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(passage) if sentence.strip()]


def matches(passages: Iterable[str], pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Each match with the passage around it."""
    for passage in passages:
        for match in pattern.finditer(passage):
            yield match.group(), around(passage, match.start(), match.end())


def around(passage: str, start: int, end: int, most: int = 60) -> str:
    """The words about a place, cut at word boundaries."""
    first = passage.rfind(" ", 0, max(0, start - most)) + 1 if start > most else 0
    last = passage.find(" ", end + most)
    last = len(passage) if last < 0 else last
    return f"{'… ' if first else ''}{passage[first:last]}{' …' if last < len(passage) else ''}"
