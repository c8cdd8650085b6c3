"""Names are found and listed under the letter that people expect."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conditions.names import OTHER_INITIAL, fold, initial


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Ménière disease", "meniere disease"),
        ("  Acute   lymphocytic\tleukemia ", "acute lymphocytic leukemia"),
        ("ALL", "all"),
        ("Straße", "strasse"),
        ("ﬁbrosis", "fibrosis"),
        ("Sjögren’s", "sjogren’s"),
        ("İstanbul", "istanbul"),
        ("α-1", "α-1"),
        ("", ""),
    ],
)
def test_folding_takes_capitals_accents_and_spare_spaces_away(name, folded):
    assert fold(name) == folded


@given(st.text())
@example("℃")
@example("ǅ")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
@example("℃")
def test_nothing_folded_holds_a_capital(text):
    assert fold(text) == fold(text).casefold()


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("acute leukemia", "A"),
        ("Ménière disease", "M"),
        ("Émile", "E"),
        ("éclampsia", "E"),
        ("22q11.2 deletion syndrome", OTHER_INITIAL),
        ("(other)", OTHER_INITIAL),
        ("’Alagille", OTHER_INITIAL),
        ("", OTHER_INITIAL),
        ("Ωmega", "Ω"),
        ("เบาหวาน", "เ"),
    ],
)
def test_a_name_stands_under_its_first_letter_and_the_rest_under_one_sign(name, letter):
    assert initial(name) == letter


@given(st.text())
def test_an_initial_fits_its_column(text):
    assert 1 <= len(initial(text)) <= 4
