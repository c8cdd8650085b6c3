"""Cleans text that people typed or files brought: pure."""

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_BIDI_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONG_COMBINING_RUN = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{12})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def clean(text: str) -> str:
    """The text in Unicode NFC, with line ends as `\\n`, without control characters, direction overrides and
    towers of combining marks (source of the danger: Boucher, Anderson (2021), “Trojan Source”)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub("", _BIDI_OVERRIDES.sub("", text))
    return _LONG_COMBINING_RUN.sub(r"\1", unicodedata.normalize("NFC", text)).strip()


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen: only spaces, and marks without a letter to stand on."""
    return not any(unicodedata.category(character)[0] in "LNPS" and character not in _FILLERS for character in text)


def word_count(text: str) -> int:
    """Words as a reader counts them: runs of characters between white space."""
    return len(text.split())


def reading_minutes(text: str) -> int:
    """Whole minutes at 200 words a minute, at least 1.

    Source: Brysbaert (2019), “How many words do we read per minute?”, finds 238 for adults reading in silence;
    people who are tired or read in a second language are slower.
    """
    return max(1, round(word_count(text) / 200))
