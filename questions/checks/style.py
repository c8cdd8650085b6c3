"""Rules about words and sentences."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.checks.read import CheckedText, Finding, Severity, matches, sentences_in
from questions.checks.words import any_of
from questions.readability import measure

MOST_WORDS_IN_SENTENCE: Final = 25
MOST_SENTENCES_IN_PARAGRAPH: Final = 3
MOST_FULL_NAMES: Final = 4
BODY_GRADE: Final = 8.0
SHORT_ANSWER_GRADE: Final = 6.5
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-Þ]{5,}(?![\w-])")
_EXPLAINED = re.compile(r"\(([A-Z]{2,12})\)")
_DECIMALS = re.compile(r"\d+[.,]\d+\s?(?:%|per ?cent\b|percent\b)", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


def words_that_never_stand(text: CheckedText) -> Iterator[Finding]:
    for words, excerpt in matches(text.passages, text.words.never):
        message = _("“%(words)s” has no place in a summary.") % {"words": words}
        yield Finding("words-never", Severity.ERROR, message, excerpt)


def capitals_are_abbreviations(text: CheckedText) -> Iterator[Finding]:
    known = set(text.words.abbreviations) | {name.upper() for name in text.names if name.isupper()}
    for passage in text.passages:
        known.update(_EXPLAINED.findall(passage))
    for word, excerpt in matches(text.passages, _CAPITALS):
        if word not in known:
            message = _("“%(word)s” is written in capitals and is no abbreviation that we know.") % {"word": word}
            yield Finding("capitals", Severity.ERROR, message, excerpt)


def reading_grade_is_low(text: CheckedText) -> Iterator[Finding]:
    """The formula is one for English; in other languages only the length of sentences counts."""
    if text.language.partition("-")[0] != "en":
        return
    body = " ".join(block.words.rstrip(".:!?") + "." for section in text.sections for block in section.blocks)
    for part, words, most in (
        (_("The short answer"), text.short_answer, SHORT_ANSWER_GRADE),
        (_("The text"), body, BODY_GRADE),
    ):
        grade = measure(words, names=text.names).grade
        if grade > most:
            sentence = _("%(part)s is hard to read: grade %(grade).1f, and %(most).1f is the most.")
            message = sentence % {"part": part, "grade": grade, "most": most}
            yield Finding("grade", Severity.WARNING, message)


def sentences_are_short(text: CheckedText) -> Iterator[Finding]:
    for sentence in text.sentences:
        words = len(_WORD.findall(sentence))
        if words > MOST_WORDS_IN_SENTENCE:
            message = ngettext(
                "A sentence has %(words)d word; 25 is the most.",
                "A sentence has %(words)d words; 25 is the most.",
                words,
            )
            yield Finding("sentence-long", Severity.WARNING, message % {"words": words}, sentence)


def paragraphs_are_short(text: CheckedText) -> Iterator[Finding]:
    for section in text.sections:
        for block in section.blocks:
            count = len(sentences_in(block.words))
            if block.kind == "paragraph" and count > MOST_SENTENCES_IN_PARAGRAPH:
                message = ngettext(
                    "A paragraph has %(count)d sentence; 3 is the most.",
                    "A paragraph has %(count)d sentences; 3 is the most.",
                    count,
                )
                yield Finding("paragraph-long", Severity.WARNING, message % {"count": count}, block.words[:120])


def full_name_is_rare(text: CheckedText) -> Iterator[Finding]:
    if not text.full_name or text.names == (text.full_name,):
        return
    count = sum(1 for _match in matches(text.passages, any_of([text.full_name])))
    if count > MOST_FULL_NAMES:
        message = ngettext(
            "The full name of the condition stands here %(count)d time; after the first, 3 are the most.",
            "The full name of the condition stands here %(count)d times; after the first, 3 are the most.",
            count,
        )
        yield Finding("name-often", Severity.WARNING, message % {"count": count}, text.full_name)


def words_are_plain(text: CheckedText) -> Iterator[Finding]:
    for word, excerpt in matches(text.passages, text.words.plainer_pattern):
        message = _("“%(word)s”: a plainer word is “%(plain)s”.")
        plain = text.words.plainer[word.lower()]
        yield Finding("word-hard", Severity.WARNING, message % {"word": word, "plain": plain}, excerpt)


def words_are_kind(text: CheckedText) -> Iterator[Finding]:
    for words, excerpt in matches(text.passages, text.words.avoid):
        message = _("“%(words)s” judges, commands or promises.") % {"words": words}
        yield Finding("word-avoid", Severity.WARNING, message, excerpt)


def percentages_are_whole(text: CheckedText) -> Iterator[Finding]:
    for number, excerpt in matches(text.passages, _DECIMALS):
        message = _("“%(number)s”: say how many in 100 or in 1,000.") % {"number": number}
        yield Finding("percentage", Severity.WARNING, message, excerpt)
