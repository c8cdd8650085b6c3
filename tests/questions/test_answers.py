"""Authors change, hide, take away and anonymise what they wrote; votes are counted once and can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import points
from accounts.models import User
from accounts.points import Contributions
from moderation.models import Audience, Visibility
from moderation.services import publish, reject, remove, waiting_change
from questions.models import Answer, AnswerVersion, HelpfulVote, Question
from questions.permissions import can_see_history
from questions.services import (
    AnswerRecord,
    contributions,
    delete_answer,
    edit_answer,
    post_answer,
    record_of,
    recount,
    return_answer,
    take_back_vote,
    vote_helpful,
    withdraw_answer,
    withdraw_everything,
)
from tests.factories import make_answer, make_question, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user(display_name="Author")


@pytest.fixture
def moderator():
    return make_user(is_superuser=True)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def numbers(question):
    row = fresh(question)
    return row.answer_count, row.members_answer_count


def edit(answer, **fields):
    return edit_answer(by=answer.author, answer=answer, record=replace(record_of(answer), **fields))


def record(**fields):
    return AnswerRecord(**{"body": "My words.", "audience": Audience.ANYONE} | fields)


# --- Posting ------------------------------------------------------------------------------------------------------
def test_answer_needs_consent_to_publishing(author):
    with pytest.raises(ValidationError, match="consent"):
        post_answer(question=make_question(), author=author, record=record())
    post_answer(question=make_question(), author=author, record=record(), consent=True)
    post_answer(question=make_question(), author=author, record=record())


def test_first_answers_wait_for_a_moderator_and_count_nowhere(author, settings, moderator):
    settings.FIRST_POSTS_HELD = 1
    answer = post_answer(question=make_question(), author=author, record=record(), consent=True)
    assert answer.visibility == Visibility.HELD
    assert (numbers(answer.question), fresh(author).points) == ((0, 0), 0)
    publish(by=moderator, item=answer)
    assert (numbers(answer.question), fresh(author).points) == ((1, 0), points.PER_ANSWER)
    later = post_answer(question=make_question(), author=author, record=record())
    assert later.visibility == Visibility.VISIBLE


def test_answer_for_members_only_is_counted_apart():
    answer = make_answer(audience=Audience.MEMBERS)
    assert numbers(answer.question) == (0, 1)
    assert not Answer.objects.visible().exists()
    assert Answer.objects.visible_to(make_user()).get() == answer
    assert not Answer.objects.visible_to(AnonymousUser()).exists()


def test_answer_without_a_name_earns_no_points_that_would_give_its_author_away(author):
    answer = make_answer(author=author, is_anonymous=True)
    vote_helpful(voter=make_user(), answer=answer)
    assert fresh(author).points == 0
    assert fresh(answer).helpful_count == 1


@pytest.mark.parametrize("posts", [0, 3])
def test_posting_costs_the_same_whatever_stands_there(author, posts, settings, django_assert_num_queries):
    settings.FIRST_POSTS_HELD = 1
    question = make_question()
    for _number in range(posts):
        make_answer(question=question)
    make_answer(author=author)
    with django_assert_num_queries(17):
        post_answer(question=question, author=author, record=record())


# --- Editing ------------------------------------------------------------------------------------------------------
def test_editing_keeps_the_earlier_words(author, settings):
    settings.FIRST_POSTS_HELD = 0
    answer = make_answer(author=author, body="First words.")
    edit(answer, body="Second **words**.")
    edit(fresh(answer), body="Third words.")
    answer = fresh(answer)
    assert answer.body_html == "<p>Third words.</p>\n"
    assert answer.edited_at is not None
    assert [version.body for version in answer.versions.all()] == ["Second **words**.", "First words."]


def test_changing_only_what_stands_beside_keeps_no_version():
    answer = make_answer()
    edit(answer, country="NZ", stage="living", relation="has-it", diagnosed_year=2001)
    answer = fresh(answer)
    assert (answer.country, answer.stage, answer.relation, answer.diagnosed_year) == ("NZ", "living", "has-it", 2001)
    assert (answer.edited_at, AnswerVersion.objects.count()) == (None, 0)


def test_editing_without_a_change_changes_nothing():
    answer = make_answer()
    edit(answer, body=f"  {answer.body}\r\n")
    assert fresh(answer).edited_at is None


@pytest.mark.parametrize("fields", [{"body": " "}, {"relation": "enemy"}, {"stage": "x"}, {"body": "x" * 20_001}])
def test_edit_that_cannot_be_shown_changes_nothing(fields):
    answer = make_answer(body="First words.")
    with pytest.raises(ValidationError):
        edit(answer, **fields)
    assert fresh(answer).body == "First words."
    assert not AnswerVersion.objects.exists()


def test_new_words_of_a_new_member_are_read_first(author, settings):
    settings.FIRST_POSTS_HELD = 3
    answer = make_answer(author=author)
    edit(answer, country="NZ")
    assert fresh(answer).visibility == Visibility.VISIBLE
    edit(answer, body="Buy this.")
    answer = fresh(answer)
    assert (answer.visibility, "Buy" in answer.body) == (Visibility.VISIBLE, False)
    assert waiting_change(target="answer", target_id=answer.pk).body == "Buy this."


def test_audience_and_name_can_change_at_any_time_and_numbers_follow(author):
    answer = make_answer(author=author)
    vote_helpful(voter=make_user(), answer=answer)
    edit(fresh(answer), audience=Audience.MEMBERS, is_anonymous=True)
    assert (numbers(answer.question), fresh(author).points) == ((0, 1), 0)
    edit(fresh(answer), audience=Audience.ANYONE, is_anonymous=False)
    assert (numbers(answer.question), fresh(author).points) == ((1, 0), points.PER_ANSWER + points.PER_HELPFUL_VOTE)


@pytest.mark.parametrize("make_other", [make_user, lambda: make_user(is_superuser=True), AnonymousUser])
def test_nobody_changes_the_answer_of_another(make_other):
    answer, other = make_answer(), make_other()
    for change in (withdraw_answer, return_answer, delete_answer):
        with pytest.raises(PermissionDenied):
            change(by=other, answer=answer)
    with pytest.raises(PermissionDenied):
        edit_answer(by=other, answer=answer, record=record())
    assert fresh(answer).visibility == Visibility.VISIBLE


def test_earlier_words_are_for_author_and_moderators(author, moderator):
    answer = make_answer(author=author)
    assert can_see_history(author, answer)
    assert can_see_history(moderator, answer)
    assert not can_see_history(make_user(), answer)
    assert not can_see_history(AnonymousUser(), answer)


def test_answers_that_differ_from_the_summary_are_found_by_editors():
    differing = make_answer(differs_from_summary=True)
    make_answer()
    withdrawn = make_answer(differs_from_summary=True)
    withdraw_answer(by=withdrawn.author, answer=withdrawn)
    assert list(Answer.objects.differing_from_summary()) == [differing]


# --- Taking away --------------------------------------------------------------------------------------------------
def test_author_takes_an_answer_back_and_brings_it_back(author, settings):
    settings.FIRST_POSTS_HELD = 0
    answer = make_answer(author=author)
    withdraw_answer(by=author, answer=answer)
    return_answer(by=author, answer=answer)
    return_answer(by=author, answer=answer)
    assert fresh(answer).visibility == Visibility.VISIBLE
    assert (numbers(answer.question), fresh(author).points) == ((1, 0), points.PER_ANSWER)


def test_author_brings_nothing_back_past_a_moderator(author, moderator, settings):
    settings.FIRST_POSTS_HELD = 0
    removed, rejected = make_answer(author=author), make_answer(author=author, visibility=Visibility.HELD)
    remove(by=moderator, item=removed, reason="An advert.", ground="private")
    reject(by=moderator, item=rejected, reason="An advert.", ground="private")
    for answer in (removed, rejected):
        withdraw_answer(by=author, answer=answer)
        return_answer(by=author, answer=answer)
        assert fresh(answer).visibility == Visibility.REMOVED


def test_deleting_leaves_nothing_and_lets_the_author_answer_again(author, settings):
    settings.FIRST_POSTS_HELD = 0
    answer = make_answer(author=author)
    question = answer.question
    edit(answer, body="Other words.")
    vote_helpful(voter=make_user(), answer=fresh(answer))
    delete_answer(by=author, answer=fresh(answer))
    assert [model.objects.count() for model in (Answer, AnswerVersion, HelpfulVote)] == [0, 0, 0]
    assert (numbers(question), fresh(question).vote_count, fresh(author).points) == ((0, 0), 0, 0)
    make_answer(question=question, author=author)


def test_everything_is_withdrawn_when_consent_to_publishing_ends(author):
    own = [make_answer(author=author), make_answer(author=author, visibility=Visibility.HELD)]
    other = make_answer()
    withdraw_everything(member=author)
    assert {fresh(answer).visibility for answer in own} == {Visibility.WITHDRAWN}
    assert fresh(other).visibility == Visibility.VISIBLE
    assert fresh(author).points == 0


# --- Votes and their order ----------------------------------------------------------------------------------------
def in_order(question):
    return list(Answer.objects.filter(question=question).most_helpful_first())


def vote_times(answer, times):
    for _time in range(times):
        vote_helpful(voter=make_user(), answer=answer)


def test_vote_is_taken_back_as_if_it_had_never_been(author):
    answer, voter = make_answer(author=author), make_user()
    vote_helpful(voter=voter, answer=answer)
    take_back_vote(voter=voter, answer=answer)
    take_back_vote(voter=voter, answer=answer)
    row = fresh(answer)
    assert (row.helpful_count, row.helpful_rank, fresh(row.question).vote_count) == (0, 0, 0)
    assert fresh(author).points == points.PER_ANSWER


def test_vote_of_another_member_stays(author):
    answer = make_answer(author=author)
    vote_times(answer, 2)
    take_back_vote(voter=make_user(), answer=answer)
    assert fresh(answer).helpful_count == 2


def test_most_helpful_answers_come_first_and_newest_of_equals():
    question = make_question()
    day = timedelta(days=1)
    old, helped, new = (
        make_answer(question=question, posted_at=timezone.now() - age) for age in (3 * day, 2 * day, day)
    )
    assert in_order(question) == [new, helped, old]
    vote_times(helped, 1)
    assert in_order(question) == [helped, new, old]


def test_newer_answer_that_takes_the_votes_of_its_time_overtakes_an_old_one():
    question = make_question()
    first = make_answer(question=question)
    vote_times(first, 8)
    second = make_answer(question=question)
    assert fresh(second).votes_before == 8
    vote_times(second, 7)
    assert in_order(question) == [second, first]


def test_vote_taken_back_was_no_chance_for_those_who_came_later():
    question = make_question()
    first, voter = make_answer(question=question), make_user()
    vote_helpful(voter=voter, answer=first)
    second = make_answer(question=question)
    take_back_vote(voter=voter, answer=first)
    assert (fresh(second).votes_before, fresh(question).vote_count) == (0, 0)


def test_counting_anew_gives_what_single_steps_gave():
    question = make_question()
    answers = [make_answer(question=question), make_answer(question=question, audience=Audience.MEMBERS)]
    vote_times(answers[0], 3)
    answers.append(make_answer(question=question))
    vote_times(answers[2], 2)
    vote_times(answers[1], 1)
    fields = ("helpful_count", "votes_before", "helpful_rank")
    before = list(Answer.objects.order_by("pk").values_list(*fields))
    counted = Question.objects.values_list("answer_count", "members_answer_count", "vote_count").get(pk=question.pk)
    assert counted == (2, 1, 6)
    Answer.objects.update(helpful_count=9, votes_before=9, helpful_rank=9)
    Question.objects.update(answer_count=9, members_answer_count=9, vote_count=9)
    recount(question)
    assert list(Answer.objects.order_by("pk").values_list(*fields)) == before
    assert Question.objects.values_list("answer_count", "members_answer_count", "vote_count").get() == counted


@pytest.mark.parametrize("answers", [1, 10])
def test_voting_costs_the_same_however_many_answers_have_votes(answers, django_assert_num_queries):
    question = make_question()
    for _number in range(answers):
        vote_times(make_answer(question=question), 1)
    answer, voter = Answer.objects.select_related("author").first(), make_user()
    with django_assert_num_queries(11):
        vote_helpful(voter=voter, answer=answer)


def test_contributions_count_what_others_read_under_a_name(author):
    vote_times(make_answer(author=author), 2)
    make_answer(author=author, audience=Audience.MEMBERS)
    vote_times(make_answer(author=author, is_anonymous=True), 1)
    make_answer(author=author, visibility=Visibility.HELD)
    counted = contributions()
    assert counted == {author.pk: Contributions(answers=2, helpful_votes=2)}
    assert User.objects.get(pk=author.pk).points == counted[author.pk].points
