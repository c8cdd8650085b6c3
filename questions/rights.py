"""What members may take along of this room, and what goes when they leave. What editors wrote is the site's record."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.rights import IsRemoved, OwnText, Records, records
from moderation.models import Visibility
from questions.models import (
    Answer,
    AnswerOffer,
    AnswerVersion,
    Concern,
    Contribution,
    DraftVisit,
    HelpfulVote,
    Review,
    ReviewReminder,
    Summary,
    SummaryComment,
    Transition,
)
from questions.patterns import fill
from questions.permissions import can_vote
from questions.services import delete_answer, take_back_vote


def export(member: User) -> Records:
    """Answers and votes; for editors the versions that they wrote, for specialists their reviews."""
    return {
        **records(
            Answer.objects.filter(author=member).select_related("question__condition", "question__topic"),
            leave_out="body_html",
            in_words="question",
        ),
        **records(AnswerVersion.objects.filter(answer__author=member)),
        **records(HelpfulVote.objects.filter(voter=member)),
        **records(Summary.objects.filter(author=member), leave_out="body_html sources_html source_lines contents"),
        **records(Review.objects.filter(reviewer=member), leave_out="summary_author"),
        **records(Contribution.objects.filter(person=member)),
        **records(Transition.objects.filter(by=member)),
        **records(SummaryComment.objects.filter(author=member)),
        **records(DraftVisit.objects.filter(person=member)),
        **records(AnswerOffer.objects.filter(member=member)),
        **records(ReviewReminder.objects.filter(reviewer=member)),
        **records(Concern.objects.filter(settled_by=member), leave_out="words"),
    }


def own_texts(member: User) -> list[OwnText]:
    """The answers that others can read."""
    answers = Answer.objects.filter(author=member, visibility=Visibility.VISIBLE)
    return [
        OwnText(
            "answer",
            answer.pk,
            fill(answer.question.topic.title_pattern, answer.question.condition),
            answer.get_absolute_url(),
            answer.posted_at,
        )
        for answer in answers.select_related("question__condition", "question__topic")
    ]


@transaction.atomic
def erase(*, member: User, is_removed: IsRemoved) -> None:
    """Deletes what is to go or nobody may read, all earlier versions, and votes."""
    for vote in HelpfulVote.objects.filter(voter=member).select_related("answer__author", "answer__question"):
        if can_vote(member, vote.answer):
            take_back_vote(voter=member, answer=vote.answer)
        else:
            vote.delete()
            Answer.objects.filter(pk=vote.answer_id).update(helpful_count=F("helpful_count") - 1)
    for answer in Answer.objects.filter(author=member).select_related("question"):
        if answer.visibility != Visibility.VISIBLE or is_removed("answer", answer.pk):
            delete_answer(by=member, answer=answer)
    AnswerVersion.objects.filter(answer__author=member).delete()
    ReviewReminder.objects.filter(reviewer=member).delete()
    DraftVisit.objects.filter(person=member).delete()
    AnswerOffer.objects.filter(member=member).delete()
