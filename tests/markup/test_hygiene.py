"""Text is cleaned of what nobody sees, and of nothing else."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from markup.hygiene import clean, is_blank, reading_minutes, word_count


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("  a \n\n", "a"),
        ("a\x00b\x07c\x7fd\x85e", "abcde"),
        ("tab\tstays", "tab\tstays"),
        ("Cafe\u0301", "Café"),
        ("access\u202e\u2066 level\u2069", "access level"),
        ("e" + "\u0301" * 50, "é" + "\u0301" * 12),
        ("👩🏽‍⚕️ नमस्ते ตัวอย่าง", "👩🏽‍⚕️ नमस्ते ตัวอย่าง"),
        ("שלום\u200f", "שלום\u200f"),
        ("\x00", ""),
    ],
)
def test_what_is_cleaned_and_what_stays(text, cleaned):
    assert clean(text) == cleaned


@given(st.text())
@example("e" + "\u0301" * 30)
@example("\x00 a")
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_clean_text_is_nfc_without_controls_overrides_and_white_space_around_it(text):
    cleaned = clean(text)

    assert unicodedata.is_normalized("NFC", cleaned)
    assert {unicodedata.category(c) for c in cleaned if c not in "\n\t"}.isdisjoint({"Cc"})
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\r")
    assert cleaned == cleaned.strip()


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_letters_numbers_and_signs_are_kept(text):
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


def test_words_are_counted_between_white_space():
    assert word_count("It’s  a well-known\nfact. ") == 4
    assert word_count("") == 0


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (200, 1), (299, 1), (301, 2), (1000, 5)])
def test_reading_takes_a_minute_for_200_words_and_never_less_than_one(words, minutes):
    assert reading_minutes("word " * words) == minutes


@pytest.mark.parametrize(
    "text", ["\u3164\u2800", "", " \n\t", "\u200b\u200d\ufeff", "\u2060 \u00a0", "\u0301\u0301", "\u202e"]
)
def test_text_of_which_nothing_can_be_seen_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "7", "?", "👩", "م", " \u200bx", "—"])
def test_text_of_which_something_can_be_seen_is_not_blank(text):
    assert not is_blank(text)
