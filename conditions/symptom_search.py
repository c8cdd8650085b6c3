"""Finds symptoms by plain words: accents, endings and typing errors are forgiven, the same on every database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from django.db.models import Count, Max, Q
from django.db.models.functions import Length

from conditions.models import NameKind, Symptom, SymptomName
from conditions.names import fold

MOST_WORDS, MOST_NAMES, MOST_FOUND = 6, 400, 30
CLOSE, MOST_CLOSE, SLACK = 0.75, 3, 2
LONG_ENOUGH: Final = 4
"""Letters of a word that may be misspelled: shorter ones are like too many others."""
_SMALL_WORDS: Final = frozenset(
    re.split(" ", "a an and at for from have having i in is it my of on or the to very with")
)
_KINDS: Final = {str(kind): place for place, kind in enumerate(NameKind)}


@dataclass(frozen=True)
class Found:
    """A symptom, in plain words where there are some; `also` is the other name by which it was found."""

    pk: int
    words: str
    label: str
    also: str


def find_symptoms(typed: str) -> tuple[Found, ...]:
    """The symptoms one of whose names has all words that were typed, or words spelled like them; the best first.

    At most four queries. Nothing for nothing.
    """
    asked = _asked(typed)
    if not asked:
        return ()
    alternatives: list[Sequence[str]] = [(word,) for word in asked]
    rows = _named(alternatives)
    if not rows:
        known = _vocabulary()
        alternatives = [_like(word, known) for word in asked]
        rows = _named(alternatives) if all(alternatives) else []
    return _best(rows, {words[0] for words in alternatives if words})


def _asked(typed: str) -> list[str]:
    """The folded words that say something, without the ending of a plural."""
    letters = "".join(c if c.isalnum() else " " for c in fold(typed[:200]))
    said = [word for word in letters.split() if word not in _SMALL_WORDS] or letters.split()
    return [word[:-1] if len(word) > LONG_ENOUGH and word.endswith("s") else word for word in said[:MOST_WORDS]]


def _named(alternatives: Iterable[Sequence[str]]) -> list[tuple[int, str, str, str]]:
    """Names that have one of each: symptom, name, folded name, kind. One query."""
    wanted = Q()
    for words in alternatives:
        wanted &= Q(*((("folded_name__contains", word)) for word in words), _connector=Q.OR)
    names = SymptomName.objects.filter(wanted, symptom__is_obsolete=False).order_by(Length("folded_name"), "pk")
    return list(names.values_list("symptom", "name", "folded_name", "kind")[:MOST_NAMES])


def _best(rows: Iterable[tuple[int, str, str, str]], words: set[str]) -> tuple[Found, ...]:
    """Each symptom once, by the best of its names: whole words and everyday names first, then short ones."""

    def rank(row: tuple[int, str, str, str]) -> tuple[int, int, int]:
        own = row[2].replace("-", " ").split()
        missed = sum(not any(word.startswith(part) for word in own) for part in words)
        return missed, len(own) - len(words), _KINDS[row[3]]

    best: dict[int, str] = {}
    for row in sorted(rows, key=rank):
        best.setdefault(row[0], row[1])
    symptoms = Symptom.objects.in_bulk(list(best)[:MOST_FOUND])
    return tuple(found(symptoms[pk], name) for pk, name in list(best.items())[:MOST_FOUND])


def found(symptom: Symptom, name: str = "") -> Found:
    """A symptom as it stands in a list."""
    words = str(symptom)
    told = {words.casefold(), symptom.name.casefold(), ""}
    return Found(
        pk=symptom.pk,
        words=words,
        label=symptom.name if symptom.name.casefold() != words.casefold() else "",
        also=name if name.casefold() not in told else "",
    )


def _like(word: str, known: frozenset[str]) -> Sequence[str]:
    """Known words that begin like the word, or are spelled almost like it."""
    if any(other.startswith(word) for other in known):
        return (word,)
    if len(word) < LONG_ENOUGH:
        return ()
    near = [other for other in known if abs(len(other) - len(word)) <= SLACK]
    return get_close_matches(word, near, n=MOST_CLOSE, cutoff=CLOSE)


def _vocabulary() -> frozenset[str]:
    """All words of all names; read again when names came or went."""
    now = SymptomName.objects.aggregate(count=Count("pk"), newest=Max("pk"))
    return _words_of(now["count"], now["newest"] or 0)


@lru_cache(maxsize=1)
def _words_of(_count: int, _newest: int) -> frozenset[str]:
    names = SymptomName.objects.values_list("folded_name", flat=True)
    return frozenset(word for name in names.iterator() for word in name.split() if word.isalpha())
