"""The measure of plain words: the formula itself, and what is left out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.readability import Readability, measure, syllables


def grade(words, sentences, syllable_count):
    """Flesch-Kincaid, written a second time."""
    return round(max(0.0, 0.39 * words / sentences + 11.8 * syllable_count / words - 15.59), 1)


def test_the_grade_is_flesch_kincaid():
    # 2 sentences, 12 words, 24 syllables: doc-tors 2, can 1, of-ten 2, ex-plain 2, med-i-cine 3, clear-ly 2,
    # pa-tients 2, al-so 2, want 1, sim-ple 2, re-a-sons 2 by the estimate, now 1.
    text = "Doctors can often explain medicine clearly. Patients also want simple reasons now."
    syllable_count = sum(syllables(word.strip(".")) for word in text.split())

    assert measure(text) == Readability(12, 2, 6, grade(12, 2, syllable_count))
    assert measure(text).grade > 8


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1),
        ("the", 1),
        ("cat", 1),
        ("blood", 1),
        ("made", 1),
        ("makes", 1),
        ("asked", 1),
        ("wanted", 2),
        ("table", 2),
        ("doctor", 2),
        ("cancer", 2),
        ("family", 3),
        ("medicine", 3),
        ("hereditary", 5),
        ("genetic", 3),
        ("yes", 1),
        ("you", 1),
        ("don’t", 1),
        ("CAT", 1),
        ("", 1),
    ],
)
def test_syllables_are_counted_as_a_reader_would(word, count):
    assert syllables(word) == count


def test_short_words_in_short_sentences_are_easier_than_long_ones():
    easy = measure("You can not catch it. It is not in your genes.")
    hard = measure("Transmission between individuals is epidemiologically implausible notwithstanding predisposition.")

    assert easy.grade < 3
    assert hard.grade > 12


def test_citations_are_no_words():
    assert measure("It is so. [1] [12] It is not. [3]") == measure("It is so. It is not.")
    assert measure("It is so.[1] It is not.") == measure("It is so. It is not.")


@pytest.mark.parametrize(
    "name", ["acute lymphocytic leukemia", "Acute lymphocytic leukemia", "ACUTE LYMPHOCYTIC LEUKEMIA"]
)
def test_the_condition_counts_as_one_short_word(name):
    text = f"Most people with {name} did not get {name} from a parent."

    assert measure(text, names=["Acute lymphocytic leukemia"]) == measure(
        "Most people with it did not get it from a parent."
    )


def test_the_longest_of_several_names_counts():
    names = ["leukemia", "acute leukemia"]

    assert measure("You have acute leukemia now.", names=names) == measure("You have it now.")


def test_a_name_inside_another_word_is_no_name():
    assert measure("The antileukemias work.", names=["leukemia"]) == measure("The antileukemias work.")


@pytest.mark.parametrize("name", ["Cold (common)", "C++ [x]", "a.b", "\\d+"])
def test_a_name_with_signs_is_taken_word_for_word(name):
    assert measure(f"They have {name} now.", names=[name]) == measure("They have it now.")


def test_a_colon_ends_a_sentence_and_a_number_with_a_point_does_not():
    assert measure("Ask for help if: you have a fever. It is 38.5 degrees.").sentence_count == 3


def test_the_longest_sentence_is_told():
    assert measure("One two. One two three four. One.").longest_sentence == 4


@pytest.mark.parametrize("text", ["", "   ", "12 34", "[1]", "…!?"])
def test_a_text_without_words_has_grade_nothing(text):
    assert measure(text) == Readability(0, 0, 0, 0.0)


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_can_be_measured_and_the_parts_fit(text, names):
    measured = measure(text, names=names)

    assert measured.grade >= 0
    assert measured.sentence_count <= measured.word_count
    assert measured.longest_sentence <= measured.word_count <= measured.sentence_count * measured.longest_sentence


@given(st.text())
def test_every_word_has_a_syllable(word):
    assert syllables(word) >= 1
