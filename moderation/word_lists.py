"""The lists of phrases that screening works with: those that come with Cairn, and how they are made ready. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from moderation import classifier
from moderation.classifier import Classifier
from moderation.contacts import Sites
from moderation.phrases import Part, PhraseBook, PhraseError, part_of

FOLDER: Final = Path(__file__).parent / "data" / "word_lists"
PHRASE_FILES: Final = ("spam", "crisis", "advice")
WORD_FILES: Final = ("groups", "sites", "mail")
ABOUT_HEALTH: Final = "about-health"


@dataclass(frozen=True)
class WordList:
    """One list. `topic` is the file that it came with: spam, crisis, advice, groups, sites or mail.

    Of phrases, `lines` holds one each, else one word each. `points` are how much a sign of spam counts.
    """

    name: str
    topic: str
    lines: tuple[str, ...]
    points: float = 0.0


@dataclass(frozen=True)
class Lists:
    """All lists, ready for use, and what knows the same in other words, where that is used."""

    book: PhraseBook
    sites: Sites
    topics: Mapping[str, str]
    about_health: Part = field(default_factory=Part)
    points: Mapping[str, float] = field(default_factory=dict)
    throwaway: frozenset[str] = frozenset()
    classifier: Classifier | None = None


@lru_cache(maxsize=1)
def shipped() -> tuple[WordList, ...]:
    """The lists that come with Cairn."""
    return tuple(_of_row(topic, row) for topic in (*PHRASE_FILES, *WORD_FILES) for row in _rows(topic))


@lru_cache(maxsize=8)
def ready(lists: tuple[WordList, ...], *, by_examples: bool = True) -> Lists:
    """Makes lists ready for use, with the classifier that has learnt from examples unless it is not wanted.

    Raises PhraseError, naming the list and the line.
    """
    words = {one.name: one.lines for one in lists if one.topic in WORD_FILES}
    groups = {one.name: "|".join(one.lines) for one in lists if one.topic == "groups" and one.lines}
    book = PhraseBook(groups=groups)
    phrases = [one for one in lists if one.topic in PHRASE_FILES]
    for one in phrases:
        _add(book, one)
    return Lists(
        book=book,
        sites=Sites(*(frozenset(words.get(name, ())) for name in ("trusted", "forwarding", "advert-endings"))),
        about_health=part_of(groups[ABOUT_HEALTH]) if ABOUT_HEALTH in groups else Part(),
        topics={one.name: one.topic for one in phrases},
        points={one.name: one.points for one in phrases},
        throwaway=frozenset(line.lower() for one in lists if one.topic == "mail" for line in one.lines),
        classifier=classifier.shipped() if by_examples else None,
    )


def put_over(own: Iterable[WordList]) -> tuple[WordList, ...]:
    """The shipped lists, each in the owner's own version where there is one, and the owner's further lists."""
    lists = {one.name: one for one in shipped()}
    lists.update({one.name: one for one in own})
    return tuple(lists.values())


def _add(book: PhraseBook, one: WordList) -> None:
    for line in one.lines:
        try:
            book.add(one.name, [line])
        except PhraseError as error:
            raise PhraseError(f"{one.name}, “{line}”: {error}") from error


def _rows(topic: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((FOLDER / f"{topic}.yaml").read_text(encoding="utf-8")))


def _of_row(topic: str, row: dict[str, Any]) -> WordList:
    if "words" in row:
        return WordList(row["name"], topic, tuple(row["words"].split()))
    lines = [line.strip() for phrases in row["phrases"].values() for line in phrases.splitlines() if line.strip()]
    return WordList(row["name"], topic, tuple(lines), float(row.get("points", 0)))
