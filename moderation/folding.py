"""Brings a text into one plain shape, so that the same words are found however they are disguised. Pure.

Every repetition in the patterns has an end and no two of them compete for the same characters, so that the time grows
with the length of the text and with nothing else.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

MOST_CHARACTERS: Final = 20_000
"""What is looked at of one text; the forms take no more."""

SENTENCE_END: Final = "."
QUESTION_END: Final = "?"
ENDS: Final = frozenset({SENTENCE_END, QUESTION_END})

_LOOKALIKES: Final = str.maketrans(
    "аеорсухіјѕԁһӏвкмнтгпАЕОРСУХІЈЅВКМНТԚԜѡαορνικτυχβεηζΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlbkmhtrnAEOPCYXIJSBKMHTQWwaopviktuxbenzABEZHIKMNOPTYX",
)
"""Letters of Cyrillic and Greek that look like Latin ones. After Unicode Technical Standard 39, “confusables”."""

_LEET: Final = str.maketrans("013457@$!|", "oleastasil")
_ENGLISH_ENDINGS: Final = frozenset({"m", "ve", "ll", "d", "re", "s", "t"})
_APOSTROPHES: Final = str.maketrans("’‘ʼ`´′", "''''''")
_SPACED_OUT: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_](?:[ .·*-]|\s-\s)){4,24}[^\W\d_](?![^\W_])")
_PIECE: Final = re.compile(
    r"[^\W_][^\W_@$!|]{0,60}(?:[@$!|][^\W_]{1,30})*(?:'[^\W_]{1,30}){0,3}|(?:[.!?…¿¡:;。！？]|\n\s{0,3}\n)+"
)
_MARKS: Final = re.compile("[\u0300-\u036f]")
_HAS_OTHER_MARKS: Final = re.compile("[\u0591-\u1fff]")
_HIDDEN_LETTERS: Final = {"Cf", "Co", "Cn"}
_KEPT_JOINERS: Final = frozenset({"\u200c", "\u200d"})


@dataclass(frozen=True)
class Folded:
    """A text in plain shape.

    `text` keeps spaces and punctuation and is meant for finding addresses and numbers; `words` is the list of words in
    small letters without accents, with "." and "?" where sentences end. The counts say how much of it was disguised.
    """

    text: str
    words: tuple[str, ...]
    mixed_script_words: int
    hidden_characters: int
    fancy_letters: int
    spaced_out_words: int


def fold(text: str) -> Folded:
    """The plain shape of a text, at most its first 20,000 characters."""
    text = text[:MOST_CHARACTERS].translate(_APOSTROPHES)
    if text.isascii():
        return _folded(text)
    text = unicodedata.normalize("NFC", text)
    fancy = sum(1 for character in text if ord(character) > 0x2000 and _is_fancy(character))
    shown = "".join(character for character in text if unicodedata.category(character) not in _HIDDEN_LETTERS)
    hidden = _hidden_inside_words(text)
    plain = unicodedata.normalize("NFKC", shown)
    plain, mixed = _latin_again(plain)
    return _folded(plain, mixed_script_words=mixed, hidden_characters=hidden, fancy_letters=fancy)


def _folded(plain: str, *, mixed_script_words: int = 0, hidden_characters: int = 0, fancy_letters: int = 0) -> Folded:
    closed, spaced = _SPACED_OUT.subn(lambda match: re.sub(r"[ .·*-]", "", match[0]), plain)
    return Folded(closed, tuple(_words(closed)), mixed_script_words, hidden_characters, fancy_letters, spaced)


@lru_cache(maxsize=20_000)
def without_disguise(word: str) -> str:
    """The word with figures and signs read as the letters that they stand for: “v1agra” is “viagra”."""
    return word.translate(_LEET)


def _is_fancy(character: str) -> bool:
    """Whether a letter is another shape of a plain one, such as 𝗪 or Ｗ."""
    plain = unicodedata.normalize("NFKC", character)
    return plain != character and plain.isascii() and plain.isalpha() and len(plain) == 1


def _hidden_inside_words(text: str) -> int:
    """Characters without a shape that stand between two Latin letters. Arabic and Indic scripts need theirs."""
    return sum(
        1
        for before, character, after in zip(text, text[1:], text[2:], strict=False)
        if (character in _KEPT_JOINERS or unicodedata.category(character) == "Cf")
        and character != "\u00ad"
        and _is_latin(before)
        and _is_latin(after)
    )


def _is_latin(character: str) -> bool:
    return character.isalpha() and (character.isascii() or "LATIN" in unicodedata.name(character, ""))


def _latin_again(text: str) -> tuple[str, int]:
    """Puts Latin letters back into words that mix scripts, and counts those words."""
    if text.isascii():
        return text, 0
    mixed = 0
    parts = re.split(r"(\s+)", text)
    for place, part in enumerate(parts):
        if part.isascii() or not any("a" <= letter <= "z" or "A" <= letter <= "Z" for letter in part):
            continue
        pieces = re.split(r"([^\W\d_]+)", part)
        for spot, piece in enumerate(pieces):
            changed = piece.translate(_LOOKALIKES)
            has_latin = any(letter.isascii() and letter.isalpha() for letter in piece)
            if changed != piece and has_latin and changed.isalpha() and len(piece) > 2:
                pieces[spot] = changed
                mixed += 1
        parts[place] = "".join(pieces)
    return "".join(parts), mixed


def _words(text: str) -> list[str]:
    bare = text.casefold()
    if not bare.isascii():
        bare = _MARKS.sub("", unicodedata.normalize("NFD", bare))
    if _HAS_OTHER_MARKS.search(bare):
        bare = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "M")
    words: list[str] = []
    for piece in _PIECE.findall(bare):
        if piece[0].isalnum():
            words.extend(_split(piece))
        else:
            words.append(QUESTION_END if "?" in piece or "？" in piece else SENTENCE_END)
    words.append(SENTENCE_END)
    return words


def _split(piece: str) -> list[str]:
    """English short forms stay one word (“dont”); elided articles stand alone (“l hopital”)."""
    parts = piece.split("'")
    words = [parts[0]]
    for part in parts[1:]:
        if part in _ENGLISH_ENDINGS and len(words[-1]) > (1 if part in {"t", "d", "s"} else 0):
            words[-1] += part
        else:
            words.append(part)
    return words
