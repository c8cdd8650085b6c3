"""Replies, votes and clicks in the same moment leave exact numbers."""

import pytest
from django.db import connections
from django.http import QueryDict

from accounts import points
from accounts.models import User
from forum.models import Post, PostVote, Thread
from forum.services import reply, vote_post_helpful
from tests.factories import make_post, make_thread, make_user
from tests.questions.test_at_once import MANY, at_once
from writing.services import submit_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


@pytest.fixture(autouse=True)
def all_read(settings):
    settings.FIRST_POSTS_HELD = 0


def test_fifty_replies_at_once_are_all_counted():
    thread = make_thread()
    authors = [make_user() for _number in range(MANY)]
    at_once(*(lambda author=author: reply(author=author, thread=thread, body="Me too.") for author in authors))
    thread.refresh_from_db()
    assert (Post.objects.count(), thread.reply_count) == (MANY, MANY)
    assert thread.last_post_at == Post.objects.latest("posted_at").posted_at
    assert not thread.places.get().is_unanswered


def test_fifty_votes_at_once_are_fifty_and_fifty_clicks_of_one_are_one():
    post, other = make_post(), make_post()
    voters = [make_user() for _number in range(MANY)]

    def fresh(pk):
        return Post.objects.select_related("thread", "author").get(pk=pk)

    at_once(*(lambda voter=voter: vote_post_helpful(voter=voter, post=fresh(post.pk)) for voter in voters))
    at_once(*(lambda: vote_post_helpful(voter=voters[0], post=fresh(other.pk)) for _click in range(MANY)))
    assert PostVote.objects.count() == MANY + 1
    assert list(Post.objects.order_by("pk").values_list("helpful_count", flat=True)) == [MANY, 1]
    earned = User.objects.get(pk=post.author_id).points
    assert earned == points.PER_POST + MANY * points.PER_HELPFUL_VOTE


def test_two_hundred_sendings_of_one_form_at_once_are_one_reply():
    thread, author = make_thread(), make_user()
    sent = QueryDict("form_id=a&body=Me+too.")

    def send():
        def act():
            return reply(author=author, thread=thread, body="Me too.").get_absolute_url()

        return submit_once(member=author, sent=sent, act=act)

    urls = set(at_once(*(send for _click in range(200))))
    assert urls == {Post.objects.get().get_absolute_url()}
    assert Thread.objects.get().reply_count == 1
