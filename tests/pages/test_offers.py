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
from schedule.jobs import jobs
from tests.factories import make_condition, make_post, make_thread, make_user

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
