"""Which reviewed questions help the readers of a thread."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from conditions.models import Condition
from conditions.names import fold
from pages.links import link
from pages.prepared import PreparedQuery
from pages.questions import QuestionRow
from pages.reviewed import reviewed_questions
from questions.patterns import fill
from questions.reviewing import ReviewState

RELATED_SHOWN = 3
CANDIDATES = 100
FIELDS = (
    *("topic__place", "condition_id", "topic__group", "answer_count"),
    *("topic__slug", "topic__title_pattern", "topic__description_pattern"),
)
REVIEWED_ABOUT = PreparedQuery(
    lambda condition, today: (
        reviewed_questions(today=today)
        .filter(topic__is_sensitive=False, condition_id=condition)
        .order_by("topic__place", "pk")
        .values_list(*FIELDS)[:CANDIDATES]
    ),
    *(int, date),
)
_WORD = re.compile(r"\w{4,}")
_STEM = 4


def related_questions(
    conditions: Sequence[Condition], words: str, *, today: date, only_close: bool = False
) -> tuple[QuestionRow, ...]:
    """Up to three reviewed questions about the conditions, those first that speak of the same things.

    With `only_close` no others. One query for each condition. Sensitive questions are not among them: nobody should
    meet them without having asked.
    """
    by_id = {condition.pk: condition for condition in conditions}
    rows = [row for pk in by_id for row in REVIEWED_ABOUT.rows(pk, today)]
    closeness = _closeness(stems(words), [_topic_stems(*row[4:]) for row in rows])
    ranked = sorted(zip(closeness, rows, strict=True), key=lambda pair: (-pair[0], pair[1][0]))
    return tuple(_row(by_id[row[1]], row) for close, row in ranked[:RELATED_SHOWN] if close or not only_close)


def _row(condition: Condition, row: tuple[Any, ...]) -> QuestionRow:
    _place, _condition_id, group, answer_count, slug, title, _about = row
    return QuestionRow(
        slug=slug,
        group=group,
        heading=fill(title, condition),
        url=link("question-detail", condition.slug, slug),
        review=ReviewState.REVIEWED,
        has_summary=True,
        answer_count=answer_count,
        is_sensitive=False,
    )


def stems(text: str) -> set[str]:
    """The beginnings of a text's longer words, so that “worked” and “working” are one."""
    return {word[:_STEM] for word in _WORD.findall(fold(text))}


@lru_cache(maxsize=1_000)
def _topic_stems(slug: str, title_pattern: str, description_pattern: str) -> frozenset[str]:
    return frozenset(stems(f"{slug.replace('-', ' ')} {title_pattern} {description_pattern}"))


def _closeness(asked: set[str], spoken: Sequence[frozenset[str]]) -> list[float]:
    """For each set, how much it shares with what was asked; a word that every set has counts least."""
    spread = Counter(stem for its_stems in spoken for stem in its_stems)
    return [sum(1 / spread[stem] for stem in its_stems & asked) for its_stems in spoken]
