"""How hard a text is to read: pure functions, no downloads, English only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z][A-Za-z'’\-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
_CITATION = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True)
class Readability:
    """The measures of one text: words, sentences, the longest sentence in words, and the grade (school years)."""

    word_count: int
    sentence_count: int
    longest_sentence: int
    grade: float


def measure(text: str, *, names: Iterable[str] = ()) -> Readability:
    """Flesch-Kincaid grade of plain text: 0.39 * words/sentence + 11.8 * syllables/word - 15.59.

    Source of the formula: Kincaid, Fishburne, Rogers, Chissom (1975), "Derivation of New Readability Formulas
    for Navy Enlisted Personnel", Research Branch Report 8-75. Each of `names` (the condition's names) counts as
    one short word, because the reader came with that word. An empty text has grade 0.
    """
    text = _CITATION.sub("", text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "it", text, flags=re.IGNORECASE)
    sentences = [words for part in _SENTENCE_END.split(text) if (words := _WORD.findall(part))]
    word_count = sum(len(words) for words in sentences)
    if not word_count:
        return Readability(0, 0, 0, 0.0)
    syllable_count = sum(syllables(word) for words in sentences for word in words)
    grade = 0.39 * word_count / len(sentences) + 11.8 * syllable_count / word_count - 15.59
    return Readability(
        word_count=word_count,
        sentence_count=len(sentences),
        longest_sentence=max(len(words) for words in sentences),
        grade=round(max(grade, 0.0), 1),
    )


def syllables(word: str) -> int:
    """Syllables of an English word, estimated from its groups of vowels; a silent final e, es or ed is not counted."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$", lambda ending: ending.group()[0], word)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", word.removeprefix("y"))))
