"""Rules about how the text is built: headings, lists, citations, pictures, and the sections that it must have."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from markup.outline import Section
from markup.pictures import is_own
from questions.checks.read import CheckedText, Finding, Severity

MOST_SECTIONS: Final = 9


def citations_lead_somewhere(text: CheckedText) -> Iterator[Finding]:
    for number in sorted(_cited(text)):
        if not 1 <= number <= len(text.sources):
            message = _("The text cites [%(number)d], and there is no such source.") % {"number": number}
            yield Finding("citation-dead", Severity.ERROR, message)


def claims_are_cited(text: CheckedText) -> Iterator[Finding]:
    for section, cited in _with_subsections(text):
        if not cited and _makes_claims(section, text):
            heading = section.heading or _("(before the first heading)")
            message = _("The section “%(heading)s” cites no source.") % {"heading": heading}
            yield Finding("claim-uncited", Severity.ERROR, message, section.blocks[0].words[:120])


def sources_are_cited(text: CheckedText) -> Iterator[Finding]:
    cited = _cited(text)
    for number, source in enumerate(text.sources, start=1):
        if number not in cited:
            message = _("Source %(number)d is never cited in the text.") % {"number": number}
            yield Finding("source-uncited", Severity.ERROR, message, source.title)


def headings_skip_no_level(text: CheckedText) -> Iterator[Finding]:
    last = 1
    for section in text.sections:
        if not section.heading:
            continue
        if section.level == 1:
            message = _("“%(heading)s” is a heading of the first level: use ##.") % {"heading": section.heading}
            yield Finding("heading-level", Severity.ERROR, message)
        elif section.level > last + 1:
            message = _("“%(heading)s” skips a heading level.") % {"heading": section.heading}
            yield Finding("heading-level", Severity.ERROR, message)
        last = section.level


def colons_lead_to_lists(text: CheckedText) -> Iterator[Finding]:
    for section in text.sections:
        for block in section.blocks:
            is_lead = block.kind in {"paragraph", "title"} and block.words.rstrip(" *_").endswith(":")
            if is_lead and not block.leads_to_list:
                message = _("A paragraph ends with a colon, and no list follows.")
                yield Finding("list-lost", Severity.ERROR, message, block.words[-120:])


def pictures_are_described(text: CheckedText) -> Iterator[Finding]:
    for picture in text.pictures:
        if not picture.description:
            message = _("A picture has no description for people who cannot see it.")
            yield Finding("picture-undescribed", Severity.ERROR, message, picture.address)
        if not is_own(picture.address):
            message = _("A picture was not uploaded here, so readers do not see it.")
            yield Finding("picture-foreign", Severity.ERROR, message, picture.address)


def unknown_is_said(text: CheckedText) -> Iterator[Finding]:
    if not any(text.words.unknown.search(section.heading) for section in text.sections):
        message = _("There is no section “What is not known yet”.")
        yield Finding("unknown-missing", Severity.WARNING, message)


def care_is_named(text: CheckedText) -> Iterator[Finding]:
    has_card = any(block.card.startswith("care") for section in text.sections for block in section.blocks)
    if not has_card and not any(text.words.care.search(passage) for passage in text.passages):
        message = _("The text does not say when, or from whom, to get help.")
        yield Finding("care-missing", Severity.WARNING, message)


def sections_are_few(text: CheckedText) -> Iterator[Finding]:
    count = sum(section.level == 2 for section in text.sections if section.heading)
    if count > MOST_SECTIONS:
        sentence = ngettext(
            "The text has %(count)d section; more than 9 are too many for one page.",
            "The text has %(count)d sections; more than 9 are too many for one page.",
            count,
        )
        yield Finding("sections-many", Severity.WARNING, sentence % {"count": count})


def _cited(text: CheckedText) -> frozenset[int]:
    return frozenset().union(*(section.cited for section in text.sections))


def _with_subsections(text: CheckedText) -> Iterator[tuple[Section, frozenset[int]]]:
    """Each section with the numbers that it, or a smaller section just above or below it, cites.

    A short section of the third level may lean on the citation of the section that holds it, and the other way round.
    """
    groups: list[list[Section]] = []
    for section in text.sections:
        if section.level > 2 and groups:
            groups[-1].append(section)
        else:
            groups.append([section])
    for group in groups:
        for section in group:
            yield section, section.cited or (group[0].cited if section.level > 3 else frozenset())


def _makes_claims(section: Section, text: CheckedText) -> bool:
    if section.heading.strip(" ?.!").lower() in text.words.without_claims:
        return False
    if text.words.unknown.search(section.heading):
        return False
    return any(not block.card.startswith("care") for block in section.blocks)
