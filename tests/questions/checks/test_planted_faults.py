"""Fifty-odd faults, each planted alone in a sound text: the check that is meant for it finds it."""

from dataclasses import replace
from datetime import date

import pytest

from questions.checks import CheckedReview, CheckedSource, CheckedText, Severity, check, errors
from tests.questions.checks.sound import BODY, SOUND, TODAY, instead, sound, with_line

MADE_BY_AUTHOR = CheckedReview(True, date(2026, 5, 8), date(2027, 5, 8))
GRADE_14 = (
    "Hereditary predisposition constitutes a comparatively insignificant contribution to leukemogenesis, although "
    "epidemiological investigations demonstrate considerable heterogeneity."
)
LONG = (
    "It is the case that people who live with it and those who care for them can find help "
    "near home and far away too if they ask."
)

ERRORS: dict[str, tuple[CheckedText, str]] = {
    "no verdict": (sound(verdict=""), "verdict-missing"),
    "no verdict where the topic takes one": (sound(verdict="not-applicable"), "verdict-missing"),
    "no short answer": (sound(short_answer=""), "short-answer-missing"),
    "a short answer of 61 words": (sound(short_answer="No. " * 61), "short-answer-long"),
    "an uncited claim": (instead("It is a rare illness.\n", "It is rare.\n\n## Is it old?\n\nYes.\n"), "claim-uncited"),
    "an uncited first paragraph": (sound(body=f"It began long ago.\n\n{BODY}"), "claim-uncited"),
    "an uncited list": (instead("## What is not", "## Signs\n\n- A fever\n\n## What is not"), "claim-uncited"),
    "an uncited subsection": (instead("## How many", "### In twins\n\nThey share it.\n\n## How many"), "claim-uncited"),
    "uncited numbers in dots": (
        instead("## How long", "## Drawn\n\n::: dots 4\n4 in 100.\n:::\n\n## How long"),
        "claim-uncited",
    ),
    "a dead citation": (with_line("So it is. [3]"), "citation-dead"),
    "a citation of nothing": (with_line("So it is. [0]"), "citation-dead"),
    "a dead citation among others": (with_line("So it is. [1] [9]"), "citation-dead"),
    "no sources at all": (sound(sources=()), "citation-dead"),
    "a source that nobody cites": (
        sound(sources=(*SOUND.sources, CheckedSource("More", "https://example.org/more", TODAY))),
        "source-uncited",
    ),
    "a source without link": (sound(sources=(replace(SOUND.sources[0], url=""), SOUND.sources[1])), "source-link"),
    "a source whose link is no web address": (
        sound(sources=(replace(SOUND.sources[0], url="see the library"), SOUND.sources[1])),
        "source-link",
    ),
    "a source that nobody checked": (
        sound(sources=(replace(SOUND.sources[0], checked_on=None), SOUND.sources[1])),
        "source-date",
    ),
    "a source checked tomorrow": (
        sound(sources=(SOUND.sources[0], replace(SOUND.sources[1], checked_on=date(2026, 11, 22)))),
        "source-date",
    ),
    "self-approval": (sound(reviews=(MADE_BY_AUTHOR,)), "self-approval"),
    "self-approval beside a real one": (sound(reviews=(*SOUND.reviews, MADE_BY_AUTHOR)), "self-approval"),
    "a review 37 months ahead": (
        sound(reviews=(CheckedReview(False, date(2026, 5, 8), date(2029, 6, 8)),)),
        "review-far",
    ),
    "a treatment reviewed for 25 months": (
        sound(review_months=24, reviews=(CheckedReview(False, date(2026, 5, 8), date(2028, 5, 9)),)),
        "review-far",
    ),
    "a review due before it was made": (
        sound(reviews=(CheckedReview(False, date(2026, 5, 8), date(2026, 5, 1)),)),
        "review-date",
    ),
    "a heading of the first level": (instead("## How many", "# How many"), "heading-level"),
    "a skipped level": (instead("## How many", "#### How many"), "heading-level"),
    "a first heading of the third level": (
        sound(body=BODY.replace("## What does it mean?", "### What does it mean?")),
        "heading-level",
    ),
    "TL;DR": (with_line("TL;DR: no. [1]"), "words-never"),
    "click here": (with_line("To know more, click here. [1]"), "words-never"),
    "Click here in a link": (with_line("[Click here](https://example.org) to know more. [1]"), "words-never"),
    "a left-over reminder": (with_line("TODO ask the specialist. [1]"), "words-never"),
    "filling text": (with_line("Lorem ipsum dolor sit amet. [1]"), "words-never"),
    "shouting": (with_line("You must NEVER stop. [1]"), "capitals"),
    "shouting in a heading": (instead("## How many people", "## HOW MANY PEOPLE"), "capitals"),
    "a list lost after a colon": (with_line("These signs are common:"), "list-lost"),
    "a list lost in a care card": (instead("- you have a fever\n\n", ""), "list-lost"),
    "a paragraph between the colon and the list": (
        with_line("These signs are common:\n\nWe do not know all.\n\n- A fever"),
        "list-lost",
    ),
    "a picture without description": (
        with_line("![](/media/pictures/0123456789abcdef0123456789abcdef-640x480.webp)"),
        "picture-undescribed",
    ),
    "a picture of another site": (with_line("![A cell](https://example.org/cell.png)"), "picture-foreign"),
}

WARNINGS: dict[str, tuple[CheckedText, str]] = {
    "an expired review": (
        sound(reviews=(CheckedReview(False, date(2024, 5, 8), date(2026, 5, 8)),)),
        "review-overdue",
    ),
    "a source checked long ago": (
        sound(sources=(replace(SOUND.sources[0], checked_on=date(2023, 11, 20)), SOUND.sources[1])),
        "source-old",
    ),
    "grade 14 text": (sound(body=BODY.replace("It is a rare illness.", f"{GRADE_14} " * 3)), "grade"),
    "a hard short answer": (sound(short_answer=GRADE_14), "grade"),
    "a sentence of 26 words": (with_line(LONG), "sentence-long"),
    "a paragraph of 4 sentences": (with_line("One is. Two is. Three is. Four is. [1]"), "paragraph-long"),
    "the full name over and over": (with_line("In acute lymphocytic leukemia cells grow. [1]\n\n" * 5), "name-often"),
    "utilise": (with_line("Doctors utilise a thin needle. [1]"), "word-hard"),
    "physician": (with_line("Ask your Physician. [1]"), "word-hard"),
    "experience": (with_line("Some people experience pain. [1]"), "word-hard"),
    "should": (with_line("You should rest. [1]"), "word-avoid"),
    "good chance": (with_line("There is a good chance of it. [1]"), "word-avoid"),
    "battle": (with_line("After a long battle, it went. [1]"), "word-avoid"),
    "a percentage with decimals": (with_line("It touches 12.5 % of them. [1]"), "percentage"),
    "per cent with decimals": (with_line("It touches 0.3 percent. [1]"), "percentage"),
    "a relative risk alone": (with_line("It makes leukemia 20 times more likely. [1]"), "risk-relative"),
    "doubles the risk": (with_line("It doubles the risk. [1]"), "risk-relative"),
    "a survival number without a date": (instead("They were treated from 2000 to 2005. ", ""), "survival-date"),
    "a survival number without a source": (instead("from 2000 to 2005. [2]", "from 2000 to 2005."), "survival-source"),
    "nothing about what is not known": (instead("## What is not known yet", "## And then?"), "unknown-missing"),
    "no word about care": (
        instead("::: care Call your team if:\n- you have a fever\n\nThey know what to do.\n:::\n\n", ""),
        "care-missing",
    ),
    "ten sections": (instead("## What is not", "## More\n\nYes. [1]\n\n" * 5 + "## What is not"), "sections-many"),
    "a verdict against the shared fact": (sound(verdict="yes"), "fact-differs"),
    "a number against the shared fact": (
        instead("About 1 in 1,000 people get it at some point", "About 1 in 10,000 people get it at some point"),
        "fact-differs",
    ),
}


def test_fifty_faults_and_more_are_planted():
    assert len(ERRORS) + len(WARNINGS) >= 50


def test_sound_text_has_no_finding():
    assert check(SOUND) == ()


@pytest.mark.parametrize("fault", ERRORS)
def test_error_is_found_and_stops_approval(fault):
    text, rule = ERRORS[fault]
    assert rule in {finding.rule for finding in errors(text)}


@pytest.mark.parametrize("fault", WARNINGS)
def test_warning_is_found_and_stops_nothing_by_itself(fault):
    text, rule = WARNINGS[fault]
    found = [finding for finding in check(text) if finding.rule == rule]
    assert found
    assert {finding.severity for finding in found} == {Severity.WARNING}


@pytest.mark.parametrize("fault", ERRORS | WARNINGS)
def test_each_finding_is_a_sentence(fault):
    text, _rule = (ERRORS | WARNINGS)[fault]
    for finding in check(text):
        assert finding.message[0].isupper() or finding.message[0] == "“"
        assert finding.message.endswith(".")


def test_errors_come_first():
    text = replace(with_line("You should rest. [1]"), verdict="")
    assert [finding.severity for finding in check(text)] == [Severity.ERROR, Severity.WARNING]


@pytest.mark.parametrize(
    "line",
    [
        "The gene is called NOTCHX (NOTCHX). [1]",
        "About 5 % of them have it. [1]",
        "Twice as likely means 2 in 100 instead of 1 in 100. [1]",
        "These signs are common: [1]\n\n- A fever\n- A rash",
        "The ALL2008 trial and the SARS-CoV-2 virus are names. [1]",
        "A shoulder, an experiment and a battlement are no hard words. [1]",
    ],
)
def test_sound_line_is_left_alone(line):
    assert check(with_line(line)) == ()


def test_condition_names_in_capitals_are_no_shouting():
    text = replace(with_line("A person with FRDAX can walk. [1]"), names=(*SOUND.names, "FRDAX"))
    assert check(text) == ()


def test_other_languages_have_no_grade_and_no_english_words():
    text = replace(with_line(f"{GRADE_14} You should utilise it. [1]"), language="es")
    assert {finding.rule for finding in check(text)} <= {"unknown-missing", "care-missing", "claim-uncited"}


def test_check_of_a_paste_of_200_000_characters_ends():
    check(sound(body="Acute lymphocytic leukemia should be: " * 5_300))
    check(sound(body="[1] " * 50_000))
