"""What follows when an answer comes, changes, is held, published, removed or withdrawn: numbers, points, pages."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, FloatField, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Sqrt

from accounts import points
from accounts.points import Contributions
from accounts.services import add_points
from conditions.services import mark_changed
from moderation.models import Audience, Visibility
from questions.models import Answer, HelpfulVote, Question
from questions.ranking import rank


@dataclass(frozen=True)
class Standing:
    """What an answer adds to the numbers of its question and to its author's points."""

    public: int = 0
    members_only: int = 0
    points: int = 0


NOWHERE = Standing()


def standing_of(answer: Answer, visibility: str | None = None) -> Standing:
    """What an answer adds where it stands, or would add with another visibility.

    Without its author's name it is worth no points: points that grow when it appears would say whose it is.
    """
    if (answer.visibility if visibility is None else visibility) != Visibility.VISIBLE:
        return NOWHERE
    is_public = answer.audience == Audience.ANYONE
    worth = points.PER_ANSWER + points.PER_HELPFUL_VOTE * answer.helpful_count
    return Standing(int(is_public), int(not is_public), 0 if answer.is_anonymous else worth)


def lock_question(pk: int) -> Question:
    """The question's row as it stands now. Who changes answers or votes locks it first, so that all of them wait in
    one order and every number is right."""
    return Question.objects.select_for_update(of=("self",)).get(pk=pk)


def settle(answer: Answer, *, before: Standing) -> None:
    """Brings the numbers from what the answer added before to what it adds now, and says that pages changed.

    What only members see says nothing to strangers, not even that something changed.
    """
    now = standing_of(answer)
    if now == before:
        return
    Question.objects.filter(pk=answer.question_id).update(
        answer_count=F("answer_count") + now.public - before.public,
        members_answer_count=F("members_answer_count") + now.members_only - before.members_only,
    )
    if now.points != before.points:
        add_points(member=answer.author, points=now.points - before.points)
    if now.public or before.public:
        mark_changed([answer.question.condition_id])


def follow_answer(item: Answer, was: str) -> None:
    """Brings everything up to date after an answer's visibility changed from `was`, "" for a new one."""
    settle(item, before=standing_of(item, was))


def rank_answers(question_id: int, *, vote_count: int) -> None:
    """Puts the answers of a question in order after one of them won or lost a vote: one query, for those with votes."""
    since = Cast(Value(vote_count) - F("votes_before"), FloatField())
    ranked = rank(Cast(F("helpful_count"), FloatField()), since, sqrt=Sqrt)
    Answer.objects.filter(question=question_id, helpful_count__gt=0).update(helpful_rank=ranked)


def contributions() -> dict[int, Contributions]:
    """What each member has answered for others to read under their name, by the member's key: one query."""
    counted = Answer.objects.filter(visibility=Visibility.VISIBLE, is_anonymous=False).order_by()
    rows = counted.values("author_id").annotate(answers=Count("pk"), helped=Coalesce(Sum("helpful_count"), 0))
    return {row["author_id"]: Contributions(answers=row["answers"], helpful_votes=row["helped"]) for row in rows}


@transaction.atomic
def recount(question: Question) -> None:
    """Counts a question's answers and their votes anew, and puts them in order."""
    lock_question(question.pk)
    answers = Answer.objects.filter(question=question)
    votes = HelpfulVote.objects.filter(answer__question=question).count()
    answers.update(
        helpful_count=_number_of(HelpfulVote.objects.filter(answer=OuterRef("pk"))),
        votes_before=_number_of(
            HelpfulVote.objects.filter(answer__question=question, voted_at__lte=OuterRef("posted_at"))
        ),
        helpful_rank=0,
    )
    Question.objects.filter(pk=question.pk).update(
        answer_count=answers.visible().count(),
        members_answer_count=answers.filter(visibility=Visibility.VISIBLE, audience=Audience.MEMBERS).count(),
        vote_count=votes,
    )
    rank_answers(question.pk, vote_count=votes)
    mark_changed([question.condition_id])


def _number_of(votes: QuerySet[HelpfulVote]) -> Coalesce:
    """How many there are, for each row of the query around it."""
    counted = votes.order_by().annotate(all=Value(1)).values("all").values(n=Count("pk"))
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
