"""Where moderators lead readers of advice that can harm: to what the editors wrote."""

from collections.abc import Collection
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.models import Condition
from questions.models import Question
from questions.patterns import fill
from questions.reviewing import ReviewState, review_state

MOST: Final = 200


def editors_texts(conditions: Collection[int]) -> list[tuple[str, str]]:
    """Published summaries about some conditions, reviewed ones first, then the conditions' pages: two queries."""
    questions = Question.objects.filter(
        condition__in=conditions,
        condition__is_published=True,
        topic__is_retired=False,
        published_summary__isnull=False,
    )
    heavy = [f"published_summary__{name}" for name in ("body", "body_html", "sources_html", "source_lines", "contents")]
    rows = questions.select_related("condition", "topic", "published_summary", "current_review").defer(*heavy)
    lines = [_line(question) for question in rows.order_by("condition", "topic__place", "pk")[:MOST]]
    lines.sort(key=lambda line: not line[0])
    pages = Condition.objects.published().filter(pk__in=conditions)
    return [
        *((url, title) for _is_reviewed, url, title in lines),
        *((condition.get_absolute_url(), condition.name) for condition in pages),
    ]


def _line(question: Question) -> tuple[bool, str, str]:
    summary, today = question.published_summary, timezone.localdate()
    title = fill(question.topic.title_pattern, question.condition)
    state = review_state(question.current_review, summary, today=today) if summary else ReviewState.NOT_REVIEWED
    is_reviewed = state == ReviewState.REVIEWED
    words = _("%(title)s (medically reviewed)") % {"title": title} if is_reviewed else title
    return is_reviewed, question.get_absolute_url(), words
