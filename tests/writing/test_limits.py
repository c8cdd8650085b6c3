from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisConnectionError

from writing import limits
from writing.limits import Limit, StoreDownError, TooOftenError, check_limit

THREE = Limit("three", most=3, seconds=60)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def now(monkeypatch):
    """A moment that the test moves."""
    moments = [timezone.now().replace(second=10, microsecond=0)]
    monkeypatch.setattr(limits.timezone, "now", lambda: moments[-1])
    return moments


def test_what_is_within_the_limit_passes(now):
    for _time in range(3):
        check_limit(THREE, who="member:1")


def test_once_more_than_the_limit_says_when_to_go_on(now):
    for _time in range(3):
        check_limit(THREE, who="member:1")
    with pytest.raises(TooOftenError) as refused:
        check_limit(THREE, who="member:1")
    assert refused.value.again_at == now[-1] + timedelta(seconds=50)
    assert refused.value.seconds_left == 50


def test_others_have_their_own_count(now):
    for _time in range(3):
        check_limit(THREE, who="member:1")
    check_limit(THREE, who="member:2")
    check_limit(Limit("other", most=1, seconds=60), who="member:1")


def test_count_begins_again_with_the_next_window(now):
    for _time in range(3):
        check_limit(THREE, who="member:1")
    now.append(now[-1] + timedelta(seconds=60))
    check_limit(THREE, who="member:1")


def test_entry_that_was_thrown_out_is_begun_again(monkeypatch):
    monkeypatch.setattr(limits.cache, "add", lambda *_, **__: True)
    check_limit(THREE, who="member:1")


@pytest.mark.parametrize("failure", [RedisConnectionError(), OSError()])
def test_counters_that_do_not_answer_let_nothing_pass(monkeypatch, failure):
    def fail(*_arguments, **_options):
        raise failure

    monkeypatch.setattr(limits.cache, "add", fail)
    with pytest.raises(StoreDownError):
        check_limit(THREE, who="member:1")


def test_no_address_is_kept_in_the_cache(monkeypatch):
    keys = []
    monkeypatch.setattr(limits.cache, "add", lambda key, *_, **__: keys.append(key))
    check_limit(THREE, who="address:203.0.113.7")
    assert keys
    assert "203.0.113" not in keys[0]
