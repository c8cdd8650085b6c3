"""Who stands behind the label: the public face of a specialist who reviews pages here."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from pages.links import link
from pages.meta import Meta, description, page_title
from pages.paging import Paging, paging
from pages.questions import QuestionRow
from pages.reviewed import question_row, reviewed_questions, with_state
from questions.models import Decision, Review

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class ReviewerPage:
    """Everything that the page shows."""

    meta: Meta
    name: str
    credential: str
    biography: str
    conflict_of_interest: str
    reviewed_count: int
    questions: tuple[QuestionRow, ...]
    paging: Paging
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def reviewer_page(pk: int, page_number: str = "", *, today: date | None = None) -> ReviewerPage:
    """Gathers the page: three queries. Raises Http404 for anyone who never approved a page."""
    today = today or timezone.localdate()
    reviewer = User.objects.filter(pk=pk).exclude(credential="").first()
    if reviewer is None or not Review.objects.filter(reviewer=reviewer, decision=Decision.APPROVED).exists():
        raise Http404
    found = reviewed_questions(today=today).filter(current_review__reviewer=reviewer, condition__is_published=True)
    count = found.count()
    pages = paging(count, page_number, ROWS_ON_A_PAGE)
    rows = with_state(found).select_related("condition", "topic", "published_summary", "current_review")
    rows = rows.order_by("condition__name", "topic__place")[pages.start : pages.stop]
    return ReviewerPage(
        meta=Meta(
            title=page_title(reviewer.display_name, settings.SITE_NAME),
            description=description(
                _("%(name)s, %(credential)s, reviews pages of this site.")
                % {"name": reviewer.display_name, "credential": reviewer.credential}
            ),
            canonical=link("reviewer-detail", str(pk)),
            is_indexable=False,
        ),
        name=reviewer.display_name,
        credential=reviewer.credential,
        biography=reviewer.biography,
        conflict_of_interest=reviewer.conflict_of_interest,
        reviewed_count=count,
        questions=tuple(question_row(row.condition, row.topic, row, today=today) for row in rows),
        paging=pages,
        crumbs=((link("about", "how-we-review"), _("How we check facts")),),
        urls={"review": link("about", "how-we-review")},
    )
