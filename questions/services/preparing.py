"""Brings a version's text into its row: checked, cleaned, and made ready for reading. Stores nothing by itself."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from markup import article
from markup.hygiene import clean, reading_minutes
from questions.fingerprint import text_hash
from questions.models import Citation, Question, Source, Summary
from questions.services.records import SummaryRecord

MAX_SHORT_ANSWER_WORDS: Final = 60


def check_text(*, short_answer: str, body: str, sources: Sequence[Source]) -> article.Article:
    """The text as readers would get it. Raises ValidationError, by field, for a text that cannot be shown."""
    words = len(short_answer.split())
    if words > MAX_SHORT_ANSWER_WORDS:
        sentence = ngettext(
            "The short answer has %(words)d word; 60 is the most.",
            "The short answer has %(words)d words; 60 is the most.",
            words,
        )
        raise ValidationError({"short_answer": sentence % {"words": words}})
    if len({source.pk for source in sources}) < len(sources):
        raise ValidationError({"sources": _("A source stands in the list twice.")})
    try:
        rendered = article.render(body)
    except article.ArticleError as error:
        raise ValidationError({"body": str(error)}) from error
    dead = sorted(rendered.cited - set(range(1, len(sources) + 1)))
    if dead:
        raise ValidationError(
            {"body": _("The text cites [%(number)d], and there is no such source.") % {"number": dead[0]}}
        )
    return rendered


def fill_summary(summary: Summary, record: SummaryRecord) -> None:
    """Puts the text in and prepares what readers get. Raises ValidationError for a text that cannot be shown."""
    summary.verdict, summary.change_size = record.verdict, record.change_size
    summary.change_note, summary.short_answer = clean(record.change_note), clean(record.short_answer)
    summary.body = clean(record.body)
    rendered = check_text(short_answer=summary.short_answer, body=summary.body, sources=record.sources)
    summary.body_html = rendered.html
    show_sources(summary, list(record.sources))
    summary.contents = [[heading.anchor, heading.text] for heading in rendered.headings]
    summary.source_count = len(record.sources)
    summary.reading_minutes = reading_minutes(f"{summary.short_answer} {article.plain_text(summary.body)}")


def cite(summary: Summary, sources: Sequence[Source]) -> None:
    """Stores which source stands under which number, and no other."""
    summary.citations.all().delete()
    Citation.objects.bulk_create(
        Citation(summary=summary, source=source, number=number) for number, source in enumerate(sources, start=1)
    )


def cited_sources(summary: Summary) -> list[Source]:
    """The sources in the order of their numbers."""
    return [citation.source for citation in summary.citations.select_related("source")]


def hash_of(summary: Summary) -> str:
    """The fingerprint of the version's text and sources."""
    return text_hash(
        verdict=summary.verdict,
        short_answer=summary.short_answer,
        body=summary.body,
        sources=[source.key for source in cited_sources(summary)],
    )


def says_the_same(summary: Summary, record: SummaryRecord) -> bool:
    """Whether the version already says what the record says: verdict, words, note, size of the change, sources."""
    return (
        summary.verdict == record.verdict
        and summary.short_answer == clean(record.short_answer)
        and summary.body == clean(record.body)
        and summary.change_note == clean(record.change_note)
        and summary.change_size == record.change_size
        and [source.pk for source in cited_sources(summary)] == [source.pk for source in record.sources]
    )


def next_number(question: Question) -> int:
    """The number of the question's next version; its row is locked, so that no one else takes the number."""
    Question.objects.select_for_update().get(pk=question.pk)
    return (question.summaries.aggregate(last=Max("number"))["last"] or 0) + 1


def show_sources(summary: Summary, sources: Sequence[Source]) -> None:
    """Prepares the list of sources for people and for machines."""
    summary.sources_html = _sources_html(sources)
    summary.source_lines = [
        [number, source.title, source.organisation, source.url] for number, source in enumerate(sources, start=1)
    ]


def _sources_html(sources: Sequence[Source]) -> str:
    """The numbered list of sources as readers get it. The dates are written once, in the site's language."""
    rows = format_html_join(
        "\n",
        '<li id="source-{}"><a href="{}" rel="noopener noreferrer">{}</a>. {}{}. <span class="muted">{}</span></li>',
        (
            (
                number,
                source.url,
                source.title,
                source.organisation,
                f", {source.published}" if source.published else "",
                _("Checked on %(date)s.") % {"date": _day(source.checked_on)},
            )
            for number, source in enumerate(sources, start=1)
        ),
    )
    return format_html('<ol class="num sources">{}</ol>', rows) if sources else ""


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
