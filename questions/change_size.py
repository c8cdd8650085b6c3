"""Whether a change is no more than a typo: pure. It errs on the side of “more”, because a typo keeps its review."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.utils.translation import gettext as _

MOST_WORDS: Final = 10
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*\s*%?")
_MARK: Final = re.compile(r"^[^\S\n]*(#{1,6}|:{2,}.*|[-*+](?=\s)|\d+[.)](?=\s)|:(?=\s)|\{\w+\})", re.MULTILINE)
_LINK: Final = re.compile(r"\]\(([^)]*)\)|(https?://\S+)")
# Words that may come or go without a change of meaning. Other languages add theirs.
_ARTICLES: Final = {"a", "an", "the"}


@dataclass(frozen=True)
class Text:
    """What a version says; `sources` are keys in their order."""

    verdict: str
    short_answer: str
    body: str
    sources: Sequence[str] = ()

    @property
    def words(self) -> str:
        return f"{self.short_answer}\n\n{self.body}"


def why_no_typo(before: Text, after: Text) -> str:
    """Why the change is more than a typo, in a sentence; empty when it is none.

    The verdict, the sources, every number and the layout stay. Words change by one letter or two swapped ones, never
    at their start; articles and doubled words may come and go.
    """
    if before.verdict != after.verdict:
        return _("The verdict is another one.")
    if list(before.sources) != list(after.sources):
        return _("The sources are others.")
    if _NUMBER.findall(before.words) != _NUMBER.findall(after.words):
        return _("A number or a citation changed.")
    if _marks(before.words) != _marks(after.words):
        return _("Headings, lists, blocks or links changed.")
    return _why_other_words(_WORD.findall(before.words), _WORD.findall(after.words))


def _marks(text: str) -> list[object]:
    return [*(mark.strip() for mark in _MARK.findall(text)), *_LINK.findall(text)]


def _why_other_words(before: list[str], after: list[str]) -> str:
    changed = 0
    matcher = SequenceMatcher(None, [w.casefold() for w in before], [w.casefold() for w in after], autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        old, new = before[start:end], after[new_start:new_end]
        neighbours = {word.casefold() for word in before[max(0, start - 1) : start] + before[end : end + 1]}
        if not _is_slip(old, new, neighbours):
            return _("“%(before)s” became “%(after)s”.") % {"before": " ".join(old), "after": " ".join(new)}
        changed += max(len(old), len(new))
    return _("More than 10 words changed.") if changed > MOST_WORDS else ""


def _is_slip(old: list[str], new: list[str], neighbours: set[str]) -> bool:
    """Whether these words became those by a slip of the fingers."""
    if len(old) == len(new):
        return all(_is_slip_of_letters(one.casefold(), other.casefold()) for one, other in zip(old, new, strict=True))
    if old and new:
        return False
    words = [word.casefold() for word in old or new]
    return all(word in _ARTICLES for word in words) or (len(words) == 1 and words[0] in neighbours)


def _is_slip_of_letters(one: str, other: str) -> bool:
    """Two letters swapped; or one other, missing or too many in a word of four and more, and not the first."""
    if len(one) == len(other):
        differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(one) == sorted(other):
            return True
        return len(differing) <= 1 and len(one) >= 4 and differing != [0]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(longer) - len(shorter) != 1 or len(shorter) < 3 or longer[0] != shorter[0]:
        return False
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(1, len(longer)))
