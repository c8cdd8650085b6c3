"""How often something may be done. Counters are in the cache; where it does not answer, nothing is posted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

STORE_FAILURES: Final = (RedisError, OSError)


@dataclass(frozen=True)
class Limit:
    """At most so many times in so many seconds. Time is cut into such windows, the same for everyone."""

    name: str
    most: int
    seconds: int


class TooOftenError(Exception):
    """Someone did something too often; `again_at` says when they can go on."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at

    @property
    def seconds_left(self) -> int:
        """How long to wait, at least one second."""
        return max(1, round((self.again_at - timezone.now()).total_seconds()))


class StoreDownError(Exception):
    """The counters cannot be read, so nobody knows whether this is too often."""


def check_limit(limit: Limit, *, who: str) -> None:
    """Counts one time for `who`, which is kept only as a keyed hash. Raises TooOftenError and StoreDownError."""
    window = int(timezone.now().timestamp()) // limit.seconds
    key = f"limit:{limit.name}:{window}:{salted_hmac('writing.limits', who, algorithm='sha256').hexdigest()[:32]}"
    try:
        count = _count(key, limit.seconds)
    except STORE_FAILURES as error:
        raise StoreDownError from error
    if count > limit.most:
        raise TooOftenError(again_at=datetime.fromtimestamp((window + 1) * limit.seconds, tz=UTC))


def _count(key: str, seconds: int) -> int:
    """Both steps are atomic in the cache, so that requests in the same moment are all counted."""
    cache.add(key, 0, timeout=seconds * 2)
    try:
        return cache.incr(key)
    except ValueError:  # the entry was thrown out between the two steps
        cache.add(key, 1, timeout=seconds * 2)
        return 1
