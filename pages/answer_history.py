"""The earlier words of an answer, for its author and for moderators."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from audit.readings import Reading
from moderation.readings import reading_of_earlier
from pages.meta import Meta, page_title
from questions.models import Answer, answer_title
from questions.permissions import can_see_history


@dataclass(frozen=True)
class EarlierWords:
    """What stood there until a day."""

    body: str
    replaced_at: datetime


@dataclass(frozen=True)
class AnswerHistoryPage:
    """An answer today and as it was. `reading` goes into the log when a moderator opens it."""

    meta: Meta
    heading: str
    title: str
    body: str
    url: str
    versions: tuple[EarlierWords, ...]
    reading: Reading


def answer_history_page(pk: int, *, viewer: User) -> AnswerHistoryPage:
    """Gathers the page: two queries. Raises Http404 for everybody else, who need not know that there is an answer."""
    answer = Answer.objects.select_related("question__condition", "question__topic").filter(pk=pk).first()
    if answer is None or not can_see_history(viewer, answer):
        raise Http404
    heading = _("Earlier words")
    return AnswerHistoryPage(
        meta=Meta(title=page_title(heading, settings.SITE_NAME), description="", canonical="", is_indexable=False),
        heading=heading,
        title=answer_title(answer),
        body=answer.body,
        url=answer.get_absolute_url(),
        versions=tuple(EarlierWords(version.body, version.replaced_at) for version in answer.versions.all()),
        reading=reading_of_earlier(answer),
    )
