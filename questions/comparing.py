"""What differs between two versions: the verdict, the short answer, the text and the sources."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from questions.compare import Row, compare, is_same
from questions.models import Summary


@dataclass(frozen=True)
class ComparedPart:
    """One part of two versions, row by row."""

    name: str
    rows: tuple[Row, ...]

    @property
    def is_same(self) -> bool:
        return is_same(self.rows)


def comparison(before: Summary, after: Summary) -> tuple[ComparedPart, ...]:
    """Every part of both versions; none where the earlier one has nothing."""
    return (
        ComparedPart(_("Verdict"), compare(before.get_verdict_display(), after.get_verdict_display())),
        ComparedPart(_("Short answer"), compare(before.short_answer, after.short_answer)),
        ComparedPart(_("Text"), compare(before.body, after.body)),
        ComparedPart(_("Sources"), compare(_sources(before), _sources(after))),
    )


def _sources(summary: Summary) -> str:
    return "\n\n".join(f"[{number}] {title}. {by}. {url}" for number, title, by, url in summary.source_lines)
