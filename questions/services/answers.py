"""What members change: their answers, and their votes for those of others."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import points
from accounts.models import User
from accounts.services import add_points
from conditions.services import mark_changed
from markup import members_text
from markup.hygiene import clean
from moderation.models import Visibility
from questions.models import (
    Answer,
    HelpfulVote,
    Question,
)
from questions.permissions import can_answer, can_vote


@transaction.atomic
def put_answer(
    *,
    question: Question,
    author: User,
    body: str,
    relation: str = "",
    diagnosed_year: int | None = None,
    country: str = "",
    posted_at: datetime | None = None,
) -> Answer:
    """A member's answer, one to a question. Raises PermissionDenied and ValidationError."""
    if not can_answer(author):
        raise PermissionDenied(_("Sign in to answer."))
    body = clean(body)
    answer = Answer(
        question=question,
        author=author,
        body=body,
        body_html=members_text.render(body),
        relation=relation,
        diagnosed_year=diagnosed_year,
        country=country,
        posted_at=posted_at or timezone.now(),
    )
    answer.full_clean()
    answer.save()
    Question.objects.filter(pk=question.pk).update(answer_count=F("answer_count") + 1)
    add_points(member=author, points=points.PER_ANSWER)
    mark_changed([question.condition_id])
    return answer


@transaction.atomic
def withdraw_answer(*, by: User, answer: Answer) -> None:
    """Takes one's own answer back; withdrawing twice changes nothing. Raises PermissionDenied."""
    if by.pk != answer.author_id:
        raise PermissionDenied(_("Only its author withdraws an answer."))
    withdrawn = Answer.objects.visible().filter(pk=answer.pk).update(visibility=Visibility.WITHDRAWN)
    if withdrawn:
        Question.objects.filter(pk=answer.question_id).update(answer_count=F("answer_count") - 1)
        add_points(member=by, points=-points.PER_ANSWER)
        mark_changed([answer.question.condition_id])


@transaction.atomic
def vote_helpful(*, voter: User, answer: Answer) -> None:
    """Says that an answer helped; saying it again changes nothing.

    Raises PermissionDenied, for one's own answer too.
    """
    if not can_vote(voter, answer):
        raise PermissionDenied(_("Members vote once for what helped them, never for their own words."))
    _vote, is_new = HelpfulVote.objects.get_or_create(answer=answer, voter=voter)
    if is_new:
        Answer.objects.filter(pk=answer.pk).update(helpful_count=F("helpful_count") + 1)
        add_points(member=answer.author, points=points.PER_HELPFUL_VOTE)
        mark_changed([answer.question.condition_id])


@transaction.atomic
def recount(question: Question) -> None:
    """Counts a question's visible answers and their votes anew."""
    counted = question.answers.visible().aggregate(n=Count("pk"))["n"]
    Question.objects.filter(pk=question.pk).update(answer_count=counted)
    for answer in question.answers.annotate(n=Count("votes")):
        if answer.helpful_count != answer.n:
            Answer.objects.filter(pk=answer.pk).update(helpful_count=answer.n)
    mark_changed([question.condition_id])
