"""Nobody who asks is left alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.blocks import block
from forum.models import Offer, Thread
from forum.services import choose_to_help, close
from members.models import MemberCondition
from moderation.models import Visibility
from notifications.models import Notification
from pages.offers import ASKED_FOR_ONE, OFFERS_A_WEEK, offer_what_waits
from questions.models import AnswerOffer, DailyReads, Summary
from schedule.jobs import jobs
from tests.factories import (
    make_answer,
    make_condition,
    make_post,
    make_question,
    make_summary,
    make_thread,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leukemia():
    return make_condition(slug="leukemia")


def volunteer(condition, **fields):
    member = make_user(**fields)
    MemberCondition.objects.create(member=member, condition=condition, relation="has-it")
    choose_to_help(member=member, wants=True)
    return member


def asked(condition, *, ago, **fields):
    thread = make_thread(condition=condition, **fields)
    Thread.objects.filter(pk=thread.pk).update(published_at=timezone.now() - ago)
    return thread


def offered_to(thread):
    return {offer.member for offer in Offer.objects.filter(thread=thread)}


def news_of(member):
    return list(Notification.objects.filter(recipient=member).values_list("kind", "url"))


DAY, WEEK = timedelta(hours=25), timedelta(days=8)


def test_thread_without_a_reply_is_offered_after_a_day_to_members_who_would_help(leukemia):
    helper = volunteer(leukemia)
    MemberCondition.objects.create(member=make_user(), condition=leukemia, relation="has-it")
    volunteer(make_condition())
    waiting, fresh = asked(leukemia, ago=DAY), asked(leukemia, ago=timedelta(hours=23))
    offer_what_waits()
    assert offered_to(waiting) == {helper}
    assert offered_to(fresh) == set()
    assert news_of(helper) == [("forum-offer", waiting.get_absolute_url())]


def test_running_again_asks_and_tells_nobody_twice(leukemia):
    helper, thread = volunteer(leukemia), asked(leukemia, ago=WEEK)
    for _ in range(3):
        offer_what_waits()
    assert len(news_of(helper)) == 1
    assert news_of(thread.author) == [("forum-waiting", f"/forum/threads/{thread.pk}/waiting/")]


def test_what_is_answered_closed_hidden_or_long_past_is_offered_to_nobody(leukemia):
    volunteer(leukemia)
    replied, closed = asked(leukemia, ago=DAY), asked(leukemia, ago=DAY)
    make_post(thread=replied)
    close(by=make_user(is_superuser=True), thread=closed, reason="Old.")
    asked(leukemia, ago=DAY, visibility=Visibility.HELD)
    asked(leukemia, ago=timedelta(days=100))
    offer_what_waits()
    assert not Offer.objects.exists()


def test_held_reply_is_no_reply_yet(leukemia):
    helper, thread = volunteer(leukemia), asked(leukemia, ago=DAY)
    make_post(thread=thread, visibility=Visibility.HELD)
    offer_what_waits()
    assert offered_to(thread) == {helper}


def test_author_and_those_who_avoid_each_other_are_not_asked(leukemia):
    author, avoids, avoided = (volunteer(leukemia) for _ in range(3))
    block(member=avoids, other=author)
    block(member=author, other=avoided)
    thread = asked(leukemia, ago=DAY, author=author)
    offer_what_waits()
    assert offered_to(thread) == set()


def test_few_are_asked_for_one_question_and_each_only_now_and_then(leukemia):
    members = [volunteer(leukemia) for _ in range(ASKED_FOR_ONE + 2)]
    first, second = asked(leukemia, ago=DAY), asked(leukemia, ago=DAY)
    offer_what_waits()
    assert len(offered_to(first)) == len(offered_to(second)) == ASKED_FOR_ONE
    assert set(members[ASKED_FOR_ONE:]) <= offered_to(second)
    for _ in range(10):
        asked(leukemia, ago=DAY)
    offer_what_waits()
    assert max(Offer.objects.filter(member=member).count() for member in members) == OFFERS_A_WEEK


def test_question_about_all_is_offered_to_anyone_who_would_help(leukemia):
    helper = volunteer(leukemia)
    thread = make_thread(is_general=True)
    Thread.objects.filter(pk=thread.pk).update(published_at=timezone.now() - DAY)
    offer_what_waits()
    assert offered_to(thread) == {helper}


def test_asker_reads_honestly_what_there_is(client, leukemia):
    thread = asked(leukemia, ago=WEEK, title="Steroids and sleep")
    make_thread(condition=leukemia, title="Sleep on steroids")
    volunteer(leukemia)
    offer_what_waits()
    client.force_login(thread.author)
    html = client.get(f"/forum/threads/{thread.pk}/waiting/").text
    assert "Nobody has replied so far." in html
    assert "We asked 1 member" in html
    assert "Sleep on steroids" in html


def test_only_the_asker_reads_it(client, leukemia):
    thread = asked(leukemia, ago=WEEK)
    assert client.get(f"/forum/threads/{thread.pk}/waiting/").status_code == 404
    client.force_login(make_user())
    assert client.get(f"/forum/threads/{thread.pk}/waiting/").status_code == 404


def test_clock_runs_it():
    assert "pages.offers.offer_what_waits" in {job.run for job in jobs()}


# Standard questions.


def unanswered(asthma, *, reads=5, hours=25, **topic):
    question = make_question(condition=asthma, topic=make_topic(**topic))
    make_summary(question=question)
    Summary.objects.filter(question=question).update(published_at=timezone.now() - timedelta(hours=hours))
    if reads:
        DailyReads.objects.create(
            condition=asthma, topic=question.topic, day=timezone.localdate() - timedelta(days=2), count=reads
        )
    return question


def offered():
    return {(offer.question, offer.member) for offer in AnswerOffer.objects.all()}


def test_a_standard_question_that_people_read_is_offered_to_those_with_the_condition_once():
    asthma, gout = make_condition(), make_condition()
    willing, other = volunteer(asthma), volunteer(gout)
    question = unanswered(asthma)
    for _run in range(2):
        offer_what_waits()
    assert offered() == {(question, willing)}
    news = Notification.objects.get(kind="question-offer")
    assert (news.recipient, news.url) == (willing, f"{question.get_absolute_url()}#answer")
    assert str(asthma) not in news.title
    assert not Notification.objects.filter(recipient=other).exists()


@pytest.mark.parametrize(
    "state",
    [{"reads": 0}, {"hours": 23}, {"is_sensitive": True}, {"is_retired": True}],
    ids=lambda state: next(iter(state)),
)
def test_what_nobody_reads_what_is_new_and_what_calls_for_care_is_not_offered(state):
    asthma = make_condition()
    volunteer(asthma)
    unanswered(asthma, **state)
    offer_what_waits()
    assert offered() == set()


def test_a_question_with_an_answer_is_not_offered():
    asthma = make_condition()
    volunteer(asthma)
    make_answer(question=unanswered(asthma), audience="members")
    offer_what_waits()
    assert offered() == set()


def test_a_member_gets_one_standard_question_a_week_the_most_read_first():
    asthma = make_condition()
    willing = volunteer(asthma)
    little, much = unanswered(asthma, reads=1), unanswered(asthma, reads=9)
    offer_what_waits()
    assert offered() == {(much, willing)}
    offer_what_waits(now=timezone.now() + timedelta(days=6))
    assert offered() == {(much, willing)}
    offer_what_waits(now=timezone.now() + timedelta(days=8))
    assert offered() == {(much, willing), (little, willing)}


def test_offers_of_both_kinds_count_together():
    asthma = make_condition()
    willing = volunteer(asthma)
    for _number in range(3):
        thread = make_thread(condition=asthma)
        Offer.objects.create(thread=thread, member=willing)
    unanswered(asthma)
    offer_what_waits()
    assert offered() == set()
