"""Two versions of a question that readers have seen, word by word."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from pages.links import link
from pages.meta import Meta, description, page_title
from pages.question import Asked
from pages.questions import condition_label
from questions.comparing import ComparedPart, comparison
from questions.models import Summary
from questions.patterns import fill

MOST = 100


@dataclass(frozen=True)
class ComparisonPage:
    """Everything that the comparison shows. `numbers` are the versions to choose from, the newest first."""

    meta: Meta
    heading: str
    question: str
    numbers: tuple[int, ...]
    before: int
    after: int
    is_inline: bool
    parts: tuple[ComparedPart, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def comparison_page(asked: Asked, *, before: str = "", after: str = "", shown: str = "") -> ComparisonPage:
    """Gathers both versions: two queries. Without numbers, the newest and the one before it.

    Raises Http404 for a version that readers never saw, and where there are no two versions.
    """
    versions = Summary.objects.seen().filter(question=asked.question) if asked.question else Summary.objects.none()
    numbers = tuple(versions.order_by("-number").values_list("number", flat=True)[:MOST])
    if len(numbers) < 2:
        raise Http404
    second = _number(after, numbers) if after else numbers[0]
    first = _number(before, numbers) if before else next((n for n in numbers if n < second), second)
    both = {version.number: version for version in versions.filter(number__in=[first, second])}
    title = fill(asked.topic.title_pattern, asked.condition)
    heading = _("What changed: %(question)s") % {"question": title}
    url = link("question-detail", asked.condition.slug, asked.topic.slug)
    history = link("question-history", asked.condition.slug, asked.topic.slug)
    return ComparisonPage(
        meta=Meta(
            title=page_title(heading, settings.SITE_NAME),
            description=description(_("What changed on this page between two versions, word by word."), title),
            canonical=link("question-compare", asked.condition.slug, asked.topic.slug),
            is_indexable=False,
        ),
        heading=heading,
        question=title,
        numbers=numbers,
        before=first,
        after=second,
        is_inline=shown == "inline",
        parts=comparison(both[first], both[second]),
        crumbs=(
            (link("condition-detail", asked.condition.slug), condition_label(asked.condition)),
            (url, title),
            (history, _("History")),
        ),
        urls={"question": url, "history": history},
    )


def _number(asked: str, numbers: tuple[int, ...]) -> int:
    """The number that was asked for, where readers have seen that version."""
    number = int(asked[:9]) if asked.isascii() and asked.isdigit() else 0
    if number not in numbers:
        raise Http404
    return number
