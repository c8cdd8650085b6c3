"""Saying that an answer helped, and taking that back. Votes on one question wait for each other, so that every count
and the order of its answers are right whoever clicks at the same time."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import points
from accounts.models import User
from accounts.services import add_points
from conditions.services import mark_changed
from questions.models import Answer, HelpfulVote, Question
from questions.permissions import can_vote
from questions.services.counting import lock_question, rank_answers
from writing import votes


@transaction.atomic
def vote_helpful(*, voter: User, answer: Answer) -> None:
    """Says that an answer helped; saying it again changes nothing.

    Raises PermissionDenied, for one's own answer too.
    """
    if not can_vote(voter, answer):
        raise PermissionDenied(_("Members vote once for what helped them, never for their own words."))
    question = lock_question(answer.question_id)
    if votes.add_vote(HelpfulVote(answer=answer, voter=voter)):
        _count(answer, question, 1)


@transaction.atomic
def take_back_vote(*, voter: User, answer: Answer) -> None:
    """Takes one's own vote back, also from what is no longer visible; there may be none."""
    question = lock_question(answer.question_id)
    vote = HelpfulVote.objects.filter(answer=answer, voter=voter).first()
    if vote and votes.take_back_vote(vote):
        later = Answer.objects.filter(question=question, posted_at__gte=vote.voted_at, votes_before__gt=0)
        later.update(votes_before=F("votes_before") - 1)
        _count(answer, question, -1)


def _count(answer: Answer, question: Question, change: int) -> None:
    Question.objects.filter(pk=question.pk).update(vote_count=F("vote_count") + change)
    Answer.objects.filter(pk=answer.pk).update(helpful_count=F("helpful_count") + change)
    if change < 0:
        Answer.objects.filter(pk=answer.pk, helpful_count=0).update(helpful_rank=0)
    rank_answers(question.pk, vote_count=question.vote_count + change)
    if not answer.is_anonymous:
        add_points(member=answer.author, points=change * points.PER_HELPFUL_VOTE)
    mark_changed([question.condition_id])
