"""Titles made of a pattern and a name read well, whatever the name."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from questions.patterns import fill

TOPICS = yaml.safe_load((Path(__file__).parents[2] / "questions/data/topics.yaml").read_text("utf-8"))
PATTERNS = [topic[kind] for topic in TOPICS for kind in ("title_pattern", "heading_pattern", "description_pattern")]


@dataclass
class Names:
    in_text: str
    short: str = ""


@pytest.mark.parametrize(
    ("in_text", "title"),
    [
        ("acute lymphocytic leukemia", "Is acute lymphocytic leukemia hereditary?"),
        ("type 1 diabetes (juvenile)", "Is type 1 diabetes (juvenile) hereditary?"),
        ("HIV", "Is HIV hereditary?"),
        ("Ménière disease", "Is Ménière disease hereditary?"),
        ("epilepsy", "Is epilepsy hereditary?"),
        ("22q11.2 deletion syndrome", "Is 22q11.2 deletion syndrome hereditary?"),
        ("{condition}", "Is {condition} hereditary?"),
        ("{short} {0} %s \\1 \\g<0>", "Is {short} {0} %s \\1 \\g<0> hereditary?"),
        ("ตัวอย่าง", "Is ตัวอย่าง hereditary?"),
    ],
)
def test_a_name_stands_in_the_title_as_it_is(in_text, title):
    assert fill("Is {condition} hereditary?", Names(in_text)) == title


@pytest.mark.parametrize(
    ("in_text", "title"),
    [
        ("acute lymphocytic leukemia", "Acute lymphocytic leukemia: what is it?"),
        ("eczema", "Eczema: what is it?"),
        ("HIV", "HIV: what is it?"),
        ("(p)eczema", "(p)eczema: what is it?"),
        ("école", "École: what is it?"),
    ],
)
def test_a_sentence_starts_with_a_capital_and_the_rest_keeps_its_own(in_text, title):
    assert fill("{condition}: what is it?", Names(in_text)) == title


def test_a_name_that_ends_in_brackets_may_stand_before_the_question_mark():
    assert fill("What is {condition}?", Names("lupus (SLE)")) == "What is lupus (SLE)?"


def test_the_short_name_stands_for_itself():
    assert fill("Is {short} ({condition}) hereditary?", Names("acute leukemia", "ALL")) == (
        "Is ALL (acute leukemia) hereditary?"
    )


def test_braces_in_names_are_never_filled():
    assert fill("{condition}, {short}", Names("{short}", "{condition}")) == "{short}, {condition}"


@pytest.mark.parametrize("pattern", ["{other}", "{0}", "{", "}", "100 %s", "{{condition}}"])
def test_other_braces_in_patterns_stay(pattern):
    assert fill(pattern, Names("eczema")) == pattern.replace("{condition}", "eczema").capitalize()


def test_no_pattern_puts_an_article_before_a_name_because_a_name_may_start_with_a_vowel():
    assert [
        pattern for pattern in PATTERNS if " a {" in f" {pattern}".lower() or " an {" in f" {pattern}".lower()
    ] == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_of_the_site_is_one_clean_sentence(pattern):
    names = Names("eczema (atopic)", "AE")
    sentence = fill(pattern, names)

    assert sentence[0].isupper()
    assert sentence[-1] in ".?"
    assert "{" not in sentence
    assert "  " not in sentence
    assert names.in_text in sentence or names.short in sentence


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic["slug"])
def test_titles_and_headings_are_questions_or_names_and_fit_their_columns(topic):
    assert "{condition}" in topic["title_pattern"]
    assert len(topic["title_pattern"]) <= 160
    assert len(topic["heading_pattern"]) <= 160
    assert len(topic["description_pattern"]) <= 300


@given(st.sampled_from(PATTERNS), st.text(st.characters(exclude_characters="\0\1"), min_size=1))
def test_any_name_stands_in_any_sentence_whole(pattern, name):
    sentence = fill(pattern, Names(name, name))

    assert name[1:] in sentence
    assert len(sentence) >= len(pattern) - len("{condition}") * pattern.count("{condition}") - 7 * pattern.count(
        "{short}"
    )
