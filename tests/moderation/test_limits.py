import pytest
from django.core.cache import cache

from moderation import limits
from moderation.limits import address_of, seconds_to_wait


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    now = [1_000_000.0]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    return now


def tries(count, who="a", scope="s"):
    return [seconds_to_wait(scope, who, most=2, seconds=3600) for _try in range(count)]


def test_tries_over_the_limit_wait_for_the_rest_of_the_window(clock):
    assert tries(4) == [0, 0, 3600 - 1_000_000 % 3600, 3600 - 1_000_000 % 3600]


def test_limit_is_lifted_with_the_next_window(clock):
    tries(3)
    clock[0] += 3600
    assert tries(1) == [0]


def test_others_and_other_forms_have_limits_of_their_own(clock):
    tries(3)
    assert tries(1, who="b") == [0]
    assert tries(1, scope="t") == [0]


def test_cache_never_holds_who_it_was(clock, monkeypatch):
    keys = []
    monkeypatch.setattr(limits.cache, "add", lambda key, *_args, **_kwargs: keys.append(key))
    monkeypatch.setattr(limits.cache, "incr", lambda _key: 1)
    tries(1, who="203.0.113.9")
    assert keys
    assert "203.0.113.9" not in keys[0]


def test_count_that_the_cache_dropped_stops_nobody(monkeypatch):
    def dropped(_key):
        raise ValueError

    monkeypatch.setattr(limits.cache, "incr", dropped)
    assert tries(1) == [0]


@pytest.mark.parametrize(
    ("meta", "is_proxied", "address"),
    [
        ({"REMOTE_ADDR": "203.0.113.9"}, False, "203.0.113.9"),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "1.2.3.4"}, False, "203.0.113.9"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9"}, True, "203.0.113.9"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, False, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:203.0.113.9"}, False, "203.0.113.9"),
        ({"REMOTE_ADDR": ""}, False, "unknown"),
    ],
)
def test_address_is_the_visitors_and_not_one_that_they_made_up(rf, settings, meta, is_proxied, address):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if is_proxied else None
    assert address_of(rf.get("/", **meta)) == address
