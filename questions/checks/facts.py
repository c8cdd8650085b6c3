"""Rules about numbers, and about what the text says beside the condition's shared facts."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from markup.outline import Block
from questions.checks.read import CheckedText, Finding, Severity, sentences_in

_ABSOLUTE = re.compile(r"\b\d[\d,. ]*\s+(?:to\s+\d[\d,.]*\s+)?(?:in|out of|of every)\s+\d", re.IGNORECASE)
_AMOUNT = re.compile(r"\d\s?(?:%|per ?cent\b|percent\b)|\b\d+ in \d+|\b\d+ (?:out )?of \d+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ONE_IN = re.compile(r"\b1 (?:in|out of) (?:every )?(\d[\d,.]*)", re.IGNORECASE)
_NAME_WORD = re.compile(r"\w{4,}")
_COMMON_WORDS: Final = {
    "people",
    "about",
    "some",
    "with",
    "have",
    "that",
    "they",
    "this",
    "more",
    "than",
    "from",
    "most",
}
_YES: Final = {"yes", "usually-yes"}
_NO: Final = {"no", "usually-no"}
_SAME_NUMBER: Final = 0.5
"""Two shares of one thing agree when the smaller is at least half of the larger: rounded numbers differ a little."""


def risks_are_absolute(text: CheckedText) -> Iterator[Finding]:
    """“Twice as likely” says nothing without “2 in 100 instead of 1 in 100” near it, in the same section."""
    for section in text.sections:
        section_words = " ".join(block.words for block in section.blocks)
        found = text.words.relative_risk.search(section_words)
        if found and not _ABSOLUTE.search(section_words):
            message = _("“%(words)s” is a relative risk: say also how many people that is.") % {"words": found.group()}
            yield Finding("risk-relative", Severity.WARNING, message, section.heading)


def survival_has_date_and_source(text: CheckedText) -> Iterator[Finding]:
    for section in text.sections:
        for place, block in enumerate(section.blocks):
            if not _is_about_survival(block, text):
                continue
            beside = section.blocks[max(0, place - 1) : place + 2]
            if not _YEAR.search(" ".join(near.words for near in beside)):
                message = _("A number about survival has no year beside it.")
                yield Finding("survival-date", Severity.WARNING, message, block.words[:120])
            if not any(near.cited for near in beside):
                message = _("A number about survival has no source beside it.")
                yield Finding("survival-source", Severity.WARNING, message, block.words[:120])


def _is_about_survival(block: Block, text: CheckedText) -> bool:
    return any(
        text.words.survival.search(sentence) and _AMOUNT.search(sentence) for sentence in sentences_in(block.words)
    )


def shared_facts_agree(text: CheckedText) -> Iterator[Finding]:
    for fact in text.facts:
        yield from _verdict_agrees(text, fact.label, fact.value)
        yield from _shares_agree(text, fact.label, fact.value)


def _verdict_agrees(text: CheckedText, label: str, value: str) -> Iterator[Finding]:
    """The fact “Inherited?: Yes” and the verdict “No” on the question “hereditary” cannot both be right."""
    if text.topic != "hereditary" or not label.lower().startswith(("inherited", "hereditary")):
        return
    first = re.split(r"[\s,.;:]+", value.lower(), maxsplit=2)
    says_yes = first[0] == "yes" or first[:2] == ["usually", "yes"]
    says_no = first[0] in {"no", "not"} or first[:2] in (["usually", "no"], ["usually", "not"])
    if (says_yes and text.verdict in _NO) or (says_no and text.verdict in _YES):
        message = _("The verdict differs from the condition's fact “%(label)s: %(value)s”.")
        yield Finding("fact-differs", Severity.WARNING, message % {"label": label, "value": value})


def _shares_agree(text: CheckedText, label: str, value: str) -> Iterator[Finding]:
    """A share such as “1 in 29,000” is compared with the text's own, in sentences that speak of the same people."""
    match = _ONE_IN.search(value)
    if not match:
        return
    share, about = _number(match.group(1)), _key_words(value)
    for sentence in text.sentences:
        common = about & _key_words(sentence)
        for said in _ONE_IN.finditer(sentence):
            ratio = min(share, _number(said.group(1))) / max(share, _number(said.group(1)), 1)
            if len(common) >= min(2, len(about)) and ratio < _SAME_NUMBER:
                message = _("“%(said)s” differs from the condition's fact “%(label)s: %(value)s”.")
                values = {"said": said.group(), "label": label, "value": value}
                yield Finding("fact-differs", Severity.WARNING, message % values, sentence)


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits) or 0)


def _key_words(words: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _NAME_WORD.findall(words)) - _COMMON_WORDS
