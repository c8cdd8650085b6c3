"""Rules about what stands around the text: the verdict, the short answer, sources and reviews."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.checks.read import CheckedText, Finding, Severity
from questions.reviewing import months_later

MOST_WORDS: Final = 60
MOST_YEARS_UNCHECKED: Final = 3


def verdict_is_given(text: CheckedText) -> Iterator[Finding]:
    if not text.verdict or (text.takes_verdict and text.verdict == "not-applicable"):
        yield Finding("verdict-missing", Severity.ERROR, _("This question takes a verdict, and there is none."))


def short_answer_is_short(text: CheckedText) -> Iterator[Finding]:
    words = len(text.short_answer.split())
    if not words:
        yield Finding("short-answer-missing", Severity.ERROR, _("The short answer is missing."))
    elif words > MOST_WORDS:
        sentence = ngettext(
            "The short answer has %(words)d word; 60 is the most.",
            "The short answer has %(words)d words; 60 is the most.",
            words,
        )
        yield Finding("short-answer-long", Severity.ERROR, sentence % {"words": words}, text.short_answer)


def nobody_approves_their_own_text(text: CheckedText) -> Iterator[Finding]:
    if any(review.is_by_author for review in text.reviews):
        yield Finding("self-approval", Severity.ERROR, _("The author of a text cannot review it."))


def next_review_is_near_enough(text: CheckedText) -> Iterator[Finding]:
    for review in text.reviews:
        if review.due_on is None or review.due_on <= review.reviewed_on:
            message = _("The next review is due on no later day than the review itself.")
            yield Finding("review-date", Severity.ERROR, message)
        elif review.due_on > months_later(review.reviewed_on, text.review_months):
            sentence = ngettext(
                "The next review is more than %(months)d month away.",
                "The next review is more than %(months)d months away.",
                text.review_months,
            )
            yield Finding("review-far", Severity.ERROR, sentence % {"months": text.review_months})
    ends = [review.due_on for review in text.reviews if review.due_on]
    if ends and max(ends) < text.today:
        yield Finding("review-overdue", Severity.WARNING, _("The review has run out: it is time for a new one."))


def sources_are_complete(text: CheckedText) -> Iterator[Finding]:
    for number, source in enumerate(text.sources, start=1):
        if not source.url.startswith(("https://", "http://")):
            message = _("Source %(number)d has no link.") % {"number": number}
            yield Finding("source-link", Severity.ERROR, message, source.title)
        if source.checked_on is None or source.checked_on > text.today:
            message = _("Source %(number)d has no day on which it was checked.") % {"number": number}
            yield Finding("source-date", Severity.ERROR, message, source.title)


def sources_were_checked_lately(text: CheckedText) -> Iterator[Finding]:
    oldest = months_later(text.today, -12 * MOST_YEARS_UNCHECKED)
    for number, source in enumerate(text.sources, start=1):
        if source.checked_on and source.checked_on < oldest:
            message = _("Source %(number)d was not checked for more than 3 years.") % {"number": number}
            yield Finding("source-old", Severity.WARNING, message, source.title)
