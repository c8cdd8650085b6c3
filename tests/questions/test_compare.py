from hypothesis import given
from hypothesis import strategies as st

from questions.compare import Kind, Part, compare, is_same

TEXTS = st.text(alphabet="ab \n.-#", max_size=80)


def said(text):
    """The words of a text in order, however its lines are broken."""
    return "".join(text.split())


@given(TEXTS, TEXTS)
def test_sides_say_what_the_texts_said(before, after):
    rows = compare(before, after)
    assert said("".join(part.words for row in rows for part in row.before)) == said(before)
    assert said("".join(part.words for row in rows for part in row.after)) == said(after)


@given(TEXTS)
def test_text_does_not_differ_from_itself(text):
    assert is_same(compare(text, text))


@given(TEXTS, TEXTS)
def test_other_words_are_a_change(before, after):
    if said(before) != said(after):
        assert not is_same(compare(before, after))


def test_change_is_shown_by_the_word():
    (row,) = compare("About 4 in 100 children have it.", "About 5 in 100 children have it.")
    assert row.parts == (
        Part(Kind.SAME, "About "),
        Part(Kind.REMOVED, "4"),
        Part(Kind.ADDED, "5"),
        Part(Kind.SAME, " in 100 children have it."),
    )


def test_paragraph_that_moved_in_leaves_the_others_alone():
    rows = compare("One.\n\nTwo.", "One.\n\nNew here.\n\nTwo.")
    assert [row.is_changed for row in rows] == [False, True, False]
    assert rows[1].before == ()


def test_list_items_are_compared_one_by_one():
    rows = compare("Signs:\n\n- a fever\n- a rash", "Signs:\n\n- a fever\n- a red rash")
    assert [row.is_changed for row in rows] == [False, False, True]


def test_paragraphs_with_nothing_in_common_stand_one_below_the_other():
    rows = compare("Apples are round.", "Nobody knows why it began")
    assert [bool(row.before) for row in rows] == [True, False]


def test_paragraph_stands_beside_the_one_that_it_came_from():
    before = "Genes change by chance.\n\nMost people are well."
    after = "A whole new thought here.\n\nGenes change by luck.\n\nMost people are well again."
    rows = compare(before, after)
    assert [(bool(row.before), bool(row.after)) for row in rows] == [(False, True), (True, True), (True, True)]


def test_lines_of_a_browser_are_no_change():
    assert is_same(compare("One.\n\nTwo.", "One.\r\n\r\nTwo."))


def test_comparison_of_200_000_characters_ends():
    compare("word " * 40_000, "other " * 33_000)
    compare("- a\n" * 50_000, "- b\n" * 50_000)
    compare("a b. " * 700, "b a. " * 700)
