"""A text in which the checks find nothing, to plant faults in."""

from dataclasses import replace
from datetime import date
from typing import Any

from questions.checks import CheckedFact, CheckedReview, CheckedSource, CheckedText

TODAY = date(2026, 11, 21)
BODY = """\
## What does it mean?

ALL starts in blood cells. Most people did not get it from a parent. [1]

::: facts
- **Down syndrome** The cells have one more chromosome 21. {chance} Mostly by chance
:::

## How many people get it?

About 1 in 1,000 people get it at some point in life. [2] It is a rare illness.

::: care Call your team if:
- you have a fever

They know what to do.
:::

## How long do people live?

About 90 in 100 children lived for at least 5 years. They were treated from 2000 to 2005. [2]

## What is not known yet

Nobody can say why it began. [1]

## What to do next

1. Write down what you want to ask.
2. Take it to your next visit.
"""
SOUND = CheckedText(
    verdict="usually-no",
    short_answer="Usually no. Most people with ALL did not get it from a parent.",
    body=BODY,
    sources=(
        CheckedSource("About ALL", "https://example.org/all", date(2026, 5, 4), "2024"),
        CheckedSource("Numbers", "https://example.org/numbers", date(2026, 5, 4), "2025"),
    ),
    today=TODAY,
    full_name="acute lymphocytic leukemia",
    names=("Acute lymphocytic leukemia", "acute lymphocytic leukemia", "ALL"),
    topic="hereditary",
    takes_verdict=True,
    reviews=(CheckedReview(False, date(2026, 5, 8), date(2028, 5, 8)),),
    facts=(
        CheckedFact("How common", "Rare. About 1 in 1,000 people get it at some point in life."),
        CheckedFact("Inherited?", "Usually not. Most people with ALL did not get it from a parent."),
    ),
)


def sound(**changes: Any) -> CheckedText:
    return replace(SOUND, **changes)


def with_line(line: str) -> CheckedText:
    """The sound text with one more paragraph in its first section."""
    return sound(body=BODY.replace("ALL starts in blood cells.", f"{line}\n\nALL starts in blood cells."))


def instead(old: str, new: str) -> CheckedText:
    """The sound text with other words in one place."""
    assert old in BODY
    return sound(body=BODY.replace(old, new))
