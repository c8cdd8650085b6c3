from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import points
from forum import services
from forum.models import Post, Thread
from forum.services import close, mark_answered
from moderation.models import Audience, Visibility
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db


def ask(**fields):
    return services.ask(**{"audience": Audience.ANYONE, "visibility": Visibility.VISIBLE} | fields)


def reply(**fields):
    return services.reply(**{"visibility": Visibility.VISIBLE} | fields)


@pytest.fixture
def asker():
    return make_user()


@pytest.fixture
def thread(asker):
    return ask(author=asker, conditions=[make_condition()], title="How?", body="How do you do it?")


@pytest.fixture
def moderator():
    return make_user(is_superuser=True)


def test_stranger_neither_asks_nor_replies(thread):
    with pytest.raises(PermissionDenied):
        ask(author=AnonymousUser(), conditions=[make_condition()], title="T", body="B")
    with pytest.raises(PermissionDenied):
        reply(author=AnonymousUser(), thread=thread, body="B")


def test_thread_is_about_at_least_one_condition(asker):
    with pytest.raises(ValidationError):
        ask(author=asker, conditions=[], title="T", body="B")
    assert not Thread.objects.exists()


def test_thread_may_be_about_several_conditions_and_changes_the_pages_of_each(asker):
    conditions = [make_condition(), make_condition()]
    before = [condition.version for condition in conditions]
    thread = ask(author=asker, conditions=conditions, title="T", body="B")
    assert set(thread.conditions.all()) == set(conditions)
    for condition, old in zip(conditions, before, strict=True):
        condition.refresh_from_db()
        assert condition.version > old


def test_reply_is_counted_and_moves_the_thread_up(thread, asker):
    later = timezone.now() + timedelta(hours=1)
    reply(author=make_user(), thread=thread, body="Like this.", posted_at=later)
    thread.refresh_from_db()
    assert thread.reply_count == 1
    assert thread.last_post_at == later


def test_reply_from_the_past_does_not_move_the_thread_down(thread):
    before = thread.last_post_at
    reply(author=make_user(), thread=thread, body="Like this.", posted_at=before - timedelta(days=9))
    thread.refresh_from_db()
    assert thread.last_post_at == before


def test_asking_and_replying_earn_points(thread, asker):
    helper = make_user()
    reply(author=helper, thread=thread, body="Like this.")
    asker.refresh_from_db()
    helper.refresh_from_db()
    assert (asker.points, helper.points) == (points.PER_THREAD, points.PER_POST)


def test_closed_thread_takes_no_reply_and_says_why(thread, moderator):
    close(by=moderator, thread=thread, reason="Moved elsewhere.")
    thread.refresh_from_db()
    assert (thread.is_closed, thread.closed_reason) == (True, "Moved elsewhere.")
    with pytest.raises(PermissionDenied):
        reply(author=make_user(), thread=thread, body="Too late.")
    assert not Post.objects.exists()


def test_member_does_not_close_a_thread(thread, asker):
    with pytest.raises(PermissionDenied):
        close(by=asker, thread=thread, reason="Mine.")


def test_only_the_one_who_asked_says_that_it_was_answered(thread, asker, moderator):
    with pytest.raises(PermissionDenied):
        mark_answered(by=moderator, thread=thread)
    mark_answered(by=asker, thread=thread)
    thread.refresh_from_db()
    assert thread.is_answered


def test_empty_reply_is_refused_and_not_counted(thread):
    with pytest.raises(ValidationError):
        reply(author=make_user(), thread=thread, body="   ")
    thread.refresh_from_db()
    assert thread.reply_count == 0
