"""Clicks in the same moment: fifty votes are fifty, fifty answers are fifty, and one form sent twice is one answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.http import QueryDict

from accounts.models import ConsentKind, User
from accounts.services import give_consent
from moderation.models import Audience
from questions.models import Answer, HelpfulVote, Question
from questions.ranking import rank
from questions.services import (
    AnswerRecord,
    post_answer,
    recount,
    take_back_vote,
    vote_helpful,
    withdraw_answer,
)
from tests.factories import make_answer, make_question, make_user
from writing.models import Submission
from writing.services import submit_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
MANY, HANDS = 50, 8


@pytest.fixture(autouse=True)
def all_read(settings):
    settings.FIRST_POSTS_HELD = 0


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Runs all, as many at a time as the pool of connections has; what each gave or raised, in their order."""
    start = Barrier(min(HANDS, len(actions)))
    waiting = iter(range(start.parties))

    def run(action):
        if next(waiting, None) is not None:
            start.wait()
        try:
            return action()
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(start.parties) as hands:
        return list(hands.map(run, actions))


def record():
    return AnswerRecord(body="My words.", audience=Audience.ANYONE)


def agreed_members(number):
    members = [make_user() for _number in range(number)]
    for member in members:
        give_consent(member=member, kind=ConsentKind.PUBLISHING)
    return members


def answer_of(pk):
    return Answer.objects.select_related("author").get(pk=pk)


def points_of(user):
    return User.objects.values_list("points", flat=True).get(pk=user.pk)


def test_fifty_votes_at_once_are_fifty():
    answer = make_answer()
    before = points_of(answer.author)
    voters = [make_user() for _number in range(MANY)]
    at_once(*(lambda voter=voter: vote_helpful(voter=voter, answer=answer_of(answer.pk)) for voter in voters))
    voted = Answer.objects.get()
    assert (HelpfulVote.objects.count(), voted.helpful_count, Question.objects.get().vote_count) == (MANY, MANY, MANY)
    assert voted.helpful_rank == pytest.approx(rank(MANY, MANY))
    assert points_of(answer.author) == before + 5 * MANY


def test_fifty_clicks_of_one_member_are_one_vote():
    answer, voter = make_answer(), make_user()
    results = at_once(*(lambda: vote_helpful(voter=voter, answer=answer_of(answer.pk)) for _n in range(MANY)))
    assert results == [None] * MANY
    assert (HelpfulVote.objects.count(), Answer.objects.get().helpful_count) == (1, 1)


def test_votes_and_undoing_on_many_answers_at_once_leave_the_true_numbers():
    question = make_question()
    answers = [make_answer(question=question) for _number in range(5)]
    voters = [make_user() for _number in range(10)]
    for voter in voters[:5]:
        vote_helpful(voter=voter, answer=answers[0])
    at_once(
        *(
            lambda answer=answer, voter=voter: vote_helpful(voter=voter, answer=answer_of(answer.pk))
            for answer in answers[1:]
            for voter in voters
        ),
        *(lambda voter=voter: take_back_vote(voter=voter, answer=answer_of(answers[0].pk)) for voter in voters[:5]),
        lambda: withdraw_answer(by=answers[4].author, answer=answer_of(answers[4].pk)),
    )
    fields = ("pk", "helpful_count", "votes_before", "helpful_rank")
    before = list(Answer.objects.order_by("pk").values_list(*fields))
    counted = Question.objects.values_list("answer_count", "vote_count").get()
    recount(question)
    assert list(Answer.objects.order_by("pk").values_list(*fields)) == before
    assert Question.objects.values_list("answer_count", "vote_count").get() == counted


def test_fifty_answers_at_once_are_fifty():
    question = make_question()
    results = at_once(
        *(
            lambda author=author: post_answer(question=Question.objects.get(), author=author, record=record())
            for author in agreed_members(MANY)
        )
    )
    assert {type(result) for result in results} == {Answer}
    assert (Answer.objects.count(), Question.objects.get(pk=question.pk).answer_count) == (MANY, MANY)


def test_one_member_answering_fifty_times_at_once_answers_once():
    make_question()
    [author] = agreed_members(1)
    results = at_once(
        *(lambda: post_answer(question=Question.objects.get(), author=author, record=record()) for _n in range(MANY))
    )
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert (Answer.objects.count(), Question.objects.get().answer_count, len(refused)) == (1, 1, MANY - 1)
    assert points_of(author) == 10


def test_two_hundred_sendings_of_a_hundred_forms_are_a_hundred_posts():
    authors = agreed_members(100)
    question = make_question()

    def send(author):
        def act():
            post_answer(question=Question.objects.get(pk=question.pk), author=author, record=record())
            return f"/of/{author.pk}/"

        return submit_once(member=author, sent=QueryDict("form_id=1&body=My+words."), act=act)

    results = at_once(*(lambda author=author: send(author) for author in authors for _click in range(2)))
    assert results == [f"/of/{author.pk}/" for author in authors for _click in range(2)]
    assert (Answer.objects.count(), Submission.objects.count()) == (100, 100)
    assert Question.objects.get().answer_count == 100
