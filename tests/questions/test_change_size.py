"""What counts as a typo: only slips of the fingers, because a typo keeps its review."""

from dataclasses import replace

import pytest

from questions.change_size import Text, why_no_typo

BEFORE = Text(
    "usually-no",
    "Most people did not inherit it.",
    "## Why?\n\nAbout 4 in 100 children were born with a gene change. [1]\n\n"
    "- The risk is small.\n- See [a page](https://example.org/a).",
    ("guide", "study"),
)


def body(before, after):
    assert BEFORE.body.count(before) == 1
    return replace(BEFORE, body=BEFORE.body.replace(before, after))


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("children", "chidlren"),
        ("children", "childen"),
        ("children", "childrren"),
        ("children", "childran"),
        ("The risk", "the risk"),
        ("born with", "born wiht"),
        ("with a gene", "with gene"),
        ("with a gene", "with the a gene"),
        ("small.", "small small."),
        ("small.", "small"),
        ("born with", "born, with"),
    ],
)
def test_a_slip_is_a_typo_in_both_directions(right, slip):
    assert why_no_typo(body(right, slip), BEFORE) == ""
    assert why_no_typo(BEFORE, body(right, slip)) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("is small", "is not small"),
        ("small", "large"),
        ("4 in 100", "40 in 100"),
        ("4 in 100", "4.0 in 100"),
        ("[1]", "[2]"),
        ("[1]", ""),
        ("- The risk is small.\n", ""),
        ("- The risk", "The risk"),
        ("## Why?", "### Why?"),
        ("example.org/a", "example.org/b"),
        ("children", "adults"),
        ("born", "torn"),
        ("with", "without"),
        ("is small", "may be small"),
        ("See", "Sea"),
        ("gene change", "change"),
        ("born with a", "born a"),
    ],
)
def test_what_could_change_the_meaning_is_more_than_a_typo(before, after):
    assert why_no_typo(BEFORE, body(before, after))
    assert why_no_typo(body(before, after), BEFORE)


@pytest.mark.parametrize(
    "after",
    [
        replace(BEFORE, verdict="yes"),
        replace(BEFORE, sources=("study", "guide")),
        replace(BEFORE, sources=("guide",)),
        replace(BEFORE, short_answer="Most people did inherit it."),
    ],
)
def test_another_verdict_answer_or_source_is_more_than_a_typo(after):
    assert why_no_typo(BEFORE, after)


@pytest.mark.parametrize(("word", "other"), [("increase", "decrease"), ("typical", "atypical"), ("can", "car")])
def test_words_that_look_alike_are_not_taken_for_each_other(word, other):
    assert why_no_typo(replace(BEFORE, body=word), replace(BEFORE, body=other))


def test_many_slips_are_a_rewrite():
    before = replace(BEFORE, body=" ".join(["children"] * 11))
    assert "More than 10" in why_no_typo(before, replace(BEFORE, body=" ".join(["childern"] * 11)))
