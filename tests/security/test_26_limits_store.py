"""26: where the counters do not answer, nobody signs in and nothing is posted, and everything can be read."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from config.environment import Environment
from forum.models import Post, Thread
from tests.accounts.getting_in import JOIN, SIGN_IN, answers
from tests.factories import PASSWORD, make_condition, make_member, make_post, make_story, make_thread

pytestmark = pytest.mark.django_db


class BrokenCache(BaseCache):
    """A store that is down."""

    def __init__(self, *_arguments):
        super().__init__({})

    def _fail(self, *_arguments, **_options):
        raise RedisConnectionError

    add = get = set = incr = delete = touch = _fail


@pytest.fixture
def no_counters(settings):
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.BrokenCache"}}


@pytest.mark.parametrize("address", [SIGN_IN, "/accounts/login/code/", "/accounts/password/reset/"])
def test_nobody_signs_in_without_counters(no_counters, address):
    member = make_member()
    sent = {"login": member.username, "password": PASSWORD, "email": member.email}
    answer = Client(raise_request_exception=False).post(address, sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert PASSWORD not in answer.content.decode()


def test_nobody_joins_without_counters(no_counters):
    assert Client(raise_request_exception=False).post(JOIN, answers()).status_code == 503


def test_nothing_is_posted_without_counters_and_the_words_are_kept(no_counters, client):
    member, thread = make_member(), make_thread(author=make_member())
    client.force_login(member)
    words = {"body": "These words are not lost.", "form_id": "1", "quote": ""}
    question = {"about": make_condition().slug, "title": "How?", "body": words["body"], "audience": "anyone"}
    for address, sent in ((f"/forum/threads/{thread.pk}/reply/", words), ("/forum/ask/check/", question)):
        answer = client.post(address, sent)
        assert answer.status_code == 503
        assert words["body"] in answer.content.decode()
    assert not Post.objects.exists()
    assert Thread.objects.count() == 1


def test_everything_is_read_without_counters(no_counters, client):
    story, post = make_story(), make_post()
    pages = ["/", "/conditions/", "/stories/", story.get_absolute_url(), post.thread.get_absolute_url(), SIGN_IN]
    client_of_member = Client()
    client_of_member.force_login(make_member())
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert {page: client_of_member.get(page).status_code for page in pages[:5]} == dict.fromkeys(pages[:5], 200)


@pytest.mark.parametrize(
    ("address", "backend"),
    [("", "writing.tallies.TallyCache"), ("redis://h:6379/0", "django.core.cache.backends.redis.RedisCache")],
)
def test_counters_are_shared_by_all_processes_whatever_the_owner_sets(address, backend):
    assert Environment({"REDIS_URL": address}).cache("REDIS_URL")["BACKEND"] == backend


def test_counters_of_the_table_behave_as_those_of_redis(settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "writing.tallies.TallyCache"}}
    store = caches["default"]
    assert store.add("a", 1, timeout=10)
    assert not store.add("a", 5, timeout=10)
    assert (store.incr("a"), store.incr("a", 3), store.get("a")) == (2, 5, 5)
    with pytest.raises(ValueError, match="b"):
        store.incr("b")
    store.set("b", [1.5], timeout=10)
    assert store.get("b") == [1.5]
    assert store.touch("b", timeout=-1)
    assert (store.get("b"), store.get("b", "gone"), store.add("b", 2, timeout=None)) == (None, "gone", True)
    assert store.delete("b")
    assert not store.delete("b")
    store.clear()
    assert store.get("a") is None
