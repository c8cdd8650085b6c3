"""Which reviewed questions help the readers of a thread."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from conditions.models import Condition
from conditions.names import fold
from pages.questions import QuestionRow
from pages.reviewed import question_row, reviewed_questions, with_state
from questions.models import Topic

RELATED_SHOWN = 3
CANDIDATES = 100
_WORD = re.compile(r"\w{4,}")
_STEM = 4


def related_questions(
    conditions: Sequence[Condition], words: str, *, today: date, only_close: bool = False
) -> tuple[QuestionRow, ...]:
    """Up to three reviewed questions about the conditions, those first that speak of the same things: one query.

    With `only_close` no others. Sensitive questions are not among them: nobody should meet them without having asked.
    """
    found = reviewed_questions(today=today).filter(condition__in=conditions, topic__is_sensitive=False)
    questions = list(with_state(found).select_related("condition", "topic").order_by("topic__place", "pk")[:CANDIDATES])
    spoken = [_topic_stems(question.topic) for question in questions]
    closeness = _closeness(stems(words), spoken)
    ranked = sorted(zip(closeness, questions, strict=True), key=lambda pair: -pair[0])
    return tuple(
        question_row(question.condition, question.topic, question, today=today)
        for close, question in ranked[:RELATED_SHOWN]
        if close or not only_close
    )


def stems(text: str) -> set[str]:
    """The beginnings of a text's longer words, so that “worked” and “working” are one."""
    return {word[:_STEM] for word in _WORD.findall(fold(text))}


def _topic_stems(topic: Topic) -> set[str]:
    return stems(f"{topic.slug.replace('-', ' ')} {topic.title_pattern} {topic.description_pattern}")


def _closeness(asked: set[str], spoken: Sequence[set[str]]) -> list[float]:
    """For each set, how much it shares with what was asked; a word that every set has counts least."""
    spread = Counter(stem for its_stems in spoken for stem in its_stems)
    return [sum(1 / spread[stem] for stem in its_stems & asked) for its_stems in spoken]
