"""The public record of a question: every version that readers have seen, and who reviewed it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pages.links import link
from pages.meta import Meta, description, page_title
from pages.paging import Paging, paging
from pages.question import Asked
from pages.questions import condition_label
from questions.models import (
    ChangeSize,
    Concern,
    ConcernKind,
    Decision,
    Outcome,
    Question,
    Review,
    Summary,
    SummaryState,
    Verdict,
)
from questions.patterns import fill
from questions.reviewing import is_approval

VERSIONS_ON_A_PAGE = 20


@dataclass(frozen=True)
class ReviewLine:
    """A specialist's approval of one version."""

    reviewer: str
    credential: str
    reviewed_on: date
    due_on: date
    is_overdue: bool
    url: str
    is_carried: bool


@dataclass(frozen=True)
class VersionCard:
    """One version that was published."""

    number: int
    published_at: datetime
    author: str
    change_note: str
    size: str
    verdict: str
    is_current: bool
    is_retired: bool
    reviews: tuple[ReviewLine, ...]


@dataclass(frozen=True)
class SettledLine:
    """A concern that editors settled: what it was, when, and what they say. Nothing about who raised it."""

    kind: str
    settled_on: date
    outcome: str
    explanation: str


@dataclass(frozen=True)
class HistoryPage:
    """Everything that the record shows."""

    meta: Meta
    heading: str
    question: str
    versions: tuple[VersionCard, ...]
    settled: tuple[SettledLine, ...]
    paging: Paging
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def history_page(asked: Asked, page_number: str = "", *, today: date | None = None) -> HistoryPage:
    """Gathers the record: four queries, and none where no one has written for the question."""
    title = fill(asked.topic.title_pattern, asked.condition)
    heading = _("History: %(question)s") % {"question": title}
    question = asked.question
    pages = paging(_published(question).count() if question else 0, page_number, VERSIONS_ON_A_PAGE)
    url = link("question-detail", asked.condition.slug, asked.topic.slug)
    return HistoryPage(
        meta=Meta(
            title=page_title(heading, settings.SITE_NAME),
            description=description(
                _("Who wrote and who reviewed each version of this page, when, and what changed."), title
            ),
            canonical=link("question-history", asked.condition.slug, asked.topic.slug),
            is_indexable=False,
        ),
        heading=heading,
        question=title,
        versions=_versions(question, pages, today=today or timezone.localdate()) if question else (),
        settled=_settled(question) if question else (),
        paging=pages,
        crumbs=(
            (link("condition-detail", asked.condition.slug), condition_label(asked.condition)),
            (url, title),
        ),
        urls={
            "question": url,
            "compare": link("question-compare", asked.condition.slug, asked.topic.slug),
            "review": link("about", "how-we-review"),
        },
    )


def _published(question: Question) -> QuerySet[Summary]:
    """Versions that readers have seen: never a draft."""
    return Summary.objects.seen().filter(question=question)


def _versions(question: Question, pages: Paging, *, today: date) -> tuple[VersionCard, ...]:
    """One page of versions with their approvals, the newest first: two queries."""
    summaries = list(
        _published(question)
        .select_related("author")
        .defer("short_answer", "body", "body_html", "sources_html", "contents")
        .order_by("-number")[pages.start : pages.stop]
    )
    reviews = _approvals(question, summaries, today=today)
    return tuple(
        VersionCard(
            number=summary.number,
            published_at=summary.published_at,
            author=summary.author.display_name,
            change_note=summary.change_note,
            size=str(ChangeSize(summary.change_size).label) if summary.number > 1 else "",
            verdict="" if summary.verdict == Verdict.NOT_APPLICABLE else str(Verdict(summary.verdict).label),
            is_current=summary.pk == question.published_summary_id,
            is_retired=summary.state == SummaryState.RETIRED,
            reviews=tuple(reviews[summary.pk]),
        )
        for summary in summaries
        if summary.published_at
    )


def _settled(question: Question) -> tuple[SettledLine, ...]:
    """What readers and members doubted, and what came of it: one query."""
    settled = Concern.objects.filter(question=question, settled_at__isnull=False)
    rows = settled.exclude(outcome=Outcome.NOT_ABOUT_CONTENT).order_by("-settled_at", "-pk")[:VERSIONS_ON_A_PAGE]
    return tuple(
        SettledLine(
            kind=str(ConcernKind(row.kind).label),
            settled_on=timezone.localdate(row.settled_at),
            outcome=str(Outcome(row.outcome).label),
            explanation=row.explanation,
        )
        for row in rows
    )


def _approvals(question: Question, summaries: list[Summary], *, today: date) -> dict[int, list[ReviewLine]]:
    """The valid approvals of each of these versions, the newest first."""
    lines: dict[int, list[ReviewLine]] = defaultdict(list)
    by_pk = {summary.pk: summary for summary in summaries}
    reviews = Review.objects.filter(summary__question=question, decision=Decision.APPROVED, reviewed_on__lte=today)
    for review in reviews.order_by("-reviewed_on", "-pk"):
        summary = by_pk.get(review.summary_id)
        if summary and review.due_on and is_approval(review, summary):
            lines[review.summary_id].append(
                ReviewLine(
                    reviewer=review.reviewer_name,
                    credential=review.reviewer_credential,
                    reviewed_on=review.reviewed_on,
                    due_on=review.due_on,
                    is_overdue=review.due_on < today,
                    url=link("reviewer-detail", str(review.reviewer_id)),
                    is_carried=review.carried_from_id is not None,
                )
            )
    return lines
