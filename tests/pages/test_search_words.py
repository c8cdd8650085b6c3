import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.search_words import (
    MAX_QUERY,
    STOP_WORDS,
    clean_query,
    marked,
    match,
    meets,
    same_word,
    stem,
    topic_score,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ménière's disease", ("menieres", "disease")),
        ("Friedreich’s ataxia", ("friedreichs", "ataxia")),
        ("non-Hodgkin lymphoma (NHL)", ("non", "hodgkin", "lymphoma", "nhl")),
        ("  100%_of\\it; ", ("100", "of", "it")),
        ("मधुमेह रोग", ("मधुमेह", "रोग")),
        ("???", ()),
    ],
)
def test_text_becomes_folded_words(text, expected):
    assert words(text) == expected


@given(st.text(max_size=600))
def test_query_is_one_clean_line_of_at_most_200_characters(text):
    query = clean_query(text)
    assert len(query) <= MAX_QUERY
    assert "\0" not in query
    assert "\n" not in query
    assert query == query.strip()
    assert clean_query(query) == query


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=6), max_size=4))
def test_marked_pieces_joined_are_the_text(text, asked):
    assert "".join(piece.text for piece in marked(text, asked)) == text


def test_only_words_that_meet_the_query_are_marked():
    pieces = marked("Ménière's disease of the ear", words("menieres ear of"))
    assert [piece.text for piece in pieces if piece.is_marked] == ["Ménière's", "ear"]


@pytest.mark.parametrize(
    ("word", "asked", "expected"),
    [
        ("leukemia", "leuk", True),
        ("ataxia", "ataxias", True),
        ("leukemia", "emia", False),
        ("ischemia", "is", False),
        ("of", "of", True),
    ],
)
def test_asked_word_meets_the_start_of_a_word_and_a_stop_word_only_itself(word, asked, expected):
    assert meets(word, asked) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("cause", "causes", True),
        ("treatment", "treatments", True),
        ("heredity", "hereditary", True),
        ("live", "living", False),
        ("cure", "curfew", False),
        ("diagnosis", "diagnosed", True),
    ],
)
def test_forms_of_one_word_are_known(one, other, expected):
    assert same_word(one, other) is expected


def test_short_words_and_words_in_double_s_keep_their_ending():
    assert [stem(word) for word in ("aids", "abscess", "symptoms")] == ["aids", "abscess", "symptom"]


def test_each_word_of_a_name_takes_one_asked_word():
    met = match(words("Hereditary angioedema"), words("is hereditary angioedema hereditary"))
    assert met.left_over == ("is", "hereditary")
    assert met.is_exact
    assert not match(words("Acute leukemia"), words("leukemia")).is_exact


def test_stop_words_leave_names_of_conditions_alone():
    assert STOP_WORDS.isdisjoint({"all", "as", "me", "ms"})


NATURAL = (("Do natural treatments work for {condition}?",), "natural-treatment")
TREATED = (("How is {condition} treated?", "How is {short} treated?"), "treatments")


def test_topic_that_says_least_beyond_the_query_fits_best():
    assert topic_score(*TREATED, ["treatment"]) > topic_score(*NATURAL, ["treatment"]) > 0
    assert topic_score(*NATURAL, ["natural", "treatment"]) > topic_score(*TREATED, ["natural", "treatment"])


def test_title_in_its_own_words_fits_even_when_all_are_stop_words():
    assert topic_score(("What is {condition}?",), "what-is-it", ["what", "is"]) == 100
    assert topic_score(("What is {condition}?",), "what-is-it", ["is"]) == 0
    assert topic_score(("What is {condition}?",), "what-is-it", []) == 0
