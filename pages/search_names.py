"""Finds the conditions that a query names: a bounded number of look-ups in names and other names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Length, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from conditions.models import Condition, ConditionName
from conditions.names import initial
from pages.search_words import content_words, match, meets, stem, words

CANDIDATES, CONDITIONS_SHOWN = 60, 20
CLOSE_CANDIDATES, CLOSE_SHOWN, CLOSE_ENOUGH = 2000, 5, 0.8
LONG_ENOUGH, LONGEST_COMPARED = 3, 100
NO_ORDER = Value(0)


@dataclass(frozen=True)
class Hit:
    """A condition, the one of its names that met the query best, and the words that this name leaves over."""

    condition: Condition
    name: str
    is_other_name: bool
    left_over: tuple[str, ...]
    is_exact: bool


@dataclass(frozen=True)
class _Candidate:
    """A name that may be meant; the lowest rank is the best."""

    rank: tuple[Any, ...]
    key: int
    name: str
    is_other_name: bool
    left_over: tuple[str, ...]
    is_exact: bool = False


def find_conditions(asked: Sequence[str], topic_words: Collection[str]) -> list[Hit]:
    """Conditions one of whose names has all asked words, apart from those that may name a topic; the best first."""
    needed = _needed(asked, topic_words)
    candidates = []
    for key, name, is_other, *_rest in _named_with(needed, asked) if needed else ():
        name_words = words(name)
        met = match(name_words, asked)
        if set(needed).isdisjoint(met.left_over):
            is_inside = not any(meets(name_words[0], word) for word in needed)
            rank = (-met.met_count, -met.whole_count, met.unmet_count > 0, is_inside, met.unmet_count, is_other, name)
            candidates.append(_Candidate(rank, key, name, bool(is_other), met.left_over, met.is_exact))
    return _hits(candidates)


def find_alike(asked: Sequence[str], topic_words: Collection[str]) -> list[Hit]:
    """Conditions whose name is spelled almost like the query; only names with its first letter are compared."""
    needed = _needed(asked, topic_words)
    wanted = " ".join(needed)[:LONGEST_COMPARED]
    if len(wanted) < LONG_ENOUGH:
        return []
    slack = 2 + len(wanted) // 10
    alike = Q(initial=initial(wanted), length__range=(len(wanted) - slack, len(wanted) + slack))
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for row in _names(alike).order_by("folded_name", "condition_key")[:CLOSE_CANDIDATES]:
        rows.setdefault(" ".join(words(row[1])), []).append(row)
    close = get_close_matches(wanted, rows, n=CLOSE_SHOWN, cutoff=CLOSE_ENOUGH)
    left_over = tuple(word for word in asked if word not in needed)
    return _hits(
        [
            _Candidate((place, is_other), key, name, bool(is_other), left_over)
            for place, words_of_name in enumerate(close)
            for key, name, is_other, *_rest in rows[words_of_name]
        ]
    )


def _needed(asked: Sequence[str], topic_words: Collection[str]) -> list[str]:
    """The words that a name must have. A query of nothing but topic words may be a name after all."""
    content = content_words(asked)
    return [word for word in content if word not in topic_words] or list(content)


def _named_with(needed: Sequence[str], asked: Sequence[str]) -> list[tuple[Any, ...]]:
    """Names that may have the words, the closest first: one query, bounded. A short word must start the name."""
    joined = " ".join(needed)
    longest_first = sorted(needed, key=len, reverse=True)
    if len(longest_first[0]) < LONG_ENOUGH:
        may_have = Q(initial=initial(joined), folded_name__startswith=joined)
    else:
        may_have = Q(*(_contains(F("folded_name"), stem(word)) for word in longest_first))
    first = stem(needed[0])
    starts_a_word = _contains(Concat(Value(" "), "folded_name"), f" {first}")
    closeness = Case(
        When(folded_name__in=sorted({joined, " ".join(content_words(asked))}), then=0),
        When(Exact(StrIndex(F("folded_name"), Value(first)), 1), then=1),
        When(starts_a_word, then=2),
        default=3,
        output_field=IntegerField(),
    )
    return list(_names(may_have, closeness).order_by("closeness", "length", "condition_key")[:CANDIDATES])


def _contains(text: Any, word: str) -> GreaterThan:
    """Looks for the very characters: a third of the time of LIKE in SQLite, and no character means anything else."""
    return GreaterThan(StrIndex(text, Value(word)), 0)


def _names(wanted: Q, closeness: Case | Value = NO_ORDER) -> QuerySet[Any]:
    """Names and other names: key of the condition, name, whether it is another name, and what orders them.

    Those of unpublished conditions are among them, because asking for each row would cost more than all else; `_hits`
    leaves them out.
    """
    columns = ("condition_key", "name", "is_other", "closeness", "length", "folded_name")
    extra = {"closeness": closeness, "length": Length("folded_name")}
    own = Condition.objects.annotate(condition_key=F("pk"), is_other=Value(0), **extra)
    others = ConditionName.objects.annotate(condition_key=F("condition_id"), is_other=Value(1), **extra)
    return (
        own.filter(wanted)
        .order_by()
        .values_list(*columns)
        .union(others.filter(wanted).order_by().values_list(*columns), all=True)
    )


def _hits(candidates: list[_Candidate]) -> list[Hit]:
    """The best name of each condition, best conditions first: one query for the conditions."""
    best: dict[int, _Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.rank):
        best.setdefault(candidate.key, candidate)
    conditions = Condition.objects.published().in_bulk(list(best))
    hits = [
        Hit(conditions[key], one.name, one.is_other_name, one.left_over, one.is_exact)
        for key, one in best.items()
        if key in conditions
    ]
    return hits[:CONDITIONS_SHOWN]
