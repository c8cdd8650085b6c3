"""Every rule in the order in which its findings are shown."""

from collections.abc import Callable, Iterator
from typing import Final

from questions.checks import facts, record, structure, style
from questions.checks.read import CheckedText, Finding, Severity

type Rule = Callable[[CheckedText], Iterator[Finding]]

RULES: Final[tuple[Rule, ...]] = (
    record.verdict_is_given,
    record.short_answer_is_short,
    record.nobody_approves_their_own_text,
    record.next_review_is_near_enough,
    record.sources_are_complete,
    record.sources_were_checked_lately,
    structure.citations_lead_somewhere,
    structure.claims_are_cited,
    structure.sources_are_cited,
    structure.headings_skip_no_level,
    structure.colons_lead_to_lists,
    structure.pictures_are_described,
    structure.unknown_is_said,
    structure.care_is_named,
    structure.sections_are_few,
    style.words_that_never_stand,
    style.capitals_are_abbreviations,
    style.reading_grade_is_low,
    style.sentences_are_short,
    style.paragraphs_are_short,
    style.full_name_is_rare,
    style.words_are_plain,
    style.words_are_kind,
    style.percentages_are_whole,
    facts.risks_are_absolute,
    facts.survival_has_date_and_source,
    facts.shared_facts_agree,
)


def check(text: CheckedText) -> tuple[Finding, ...]:
    """Everything that the rules find, the errors first."""
    found = [finding for rule in RULES for finding in rule(text)]
    return tuple(sorted(found, key=lambda finding: finding.severity != Severity.ERROR))


def errors(text: CheckedText) -> tuple[Finding, ...]:
    """What stops an approval."""
    return tuple(finding for finding in check(text) if finding.severity == Severity.ERROR)
