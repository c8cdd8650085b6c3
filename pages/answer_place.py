"""Where an answer stands today: on which page of its question."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404

from accounts.models import User
from moderation.models import Visibility
from pages.links import link
from pages.question import ANSWERS_ON_A_PAGE, READERS
from questions.models import Answer


def place_of_answer(pk: int, *, viewer: User | AnonymousUser) -> str:
    """The address at which the viewer finds an answer in the order of a reader who chose none: two queries.

    What only its author sees stands on the first page. Raises Http404.
    """
    readable = Answer.objects.readable_by(viewer).filter(question__condition__is_published=True)
    answer = readable.filter(pk=pk).select_related("question__condition", "question__topic").first()
    if answer is None or answer.question.topic.is_retired:
        raise Http404
    question = answer.question
    number = _above(answer, viewer) // ANSWERS_ON_A_PAGE + 1 if answer.visibility == Visibility.VISIBLE else 1
    query = f"?page={number}" if number > 1 else ""
    return f"{link('question-detail', question.condition.slug, question.topic.slug)}{query}#answer-{pk}"


def _above(answer: Answer, viewer: User | AnonymousUser) -> int:
    """How many answers stand above it for the viewer, the most helpful first."""
    same_rank = Q(helpful_rank=answer.helpful_rank)
    same_moment = same_rank & Q(posted_at=answer.posted_at)
    above = (
        Q(helpful_rank__gt=answer.helpful_rank)
        | (same_rank & Q(posted_at__gt=answer.posted_at))
        | (same_moment & Q(pk__gt=answer.pk))
    )
    shown = Answer.objects.visible_to(READERS[viewer.is_authenticated]).filter(question=answer.question_id)
    return shown.filter(above).count()
