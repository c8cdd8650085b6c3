"""How often something may be done. Counters are in the cache; where it does not answer, nothing is posted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from accounts.models import User

STORE_FAILURES: Final = (RedisError, OSError, DatabaseError)
DAY: Final = 24 * 3600


@dataclass(frozen=True)
class Limit:
    """At most so many times in so many seconds. Time is cut into such windows, the same for everyone."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True)
class Rule:
    """How many of one kind a member may do in a day, and a newcomer on the first day.

    `is_spaced`: two of them keep a distance, POST_PAUSE seconds or NEWCOMER_PAUSE.
    """

    name: str
    a_day: int
    on_first_day: int
    is_spaced: bool = False


TEXTS: Final = Rule("texts", a_day=20, on_first_day=3, is_spaced=True)
"""Questions and stories, which begin something. Source of the figures: what Discourse allows (site_settings.yml)."""
REPLIES: Final = Rule("replies", a_day=100, on_first_day=10, is_spaced=True)
"""Answers and replies."""
EDITS: Final = Rule("edits", a_day=30, on_first_day=30)
VOTES: Final = Rule("votes", a_day=50, on_first_day=10)
REPORTS: Final = Rule("reports", a_day=20, on_first_day=20)


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


def check_rule(rule: Rule, *, member: User) -> None:
    """Counts one more by this member. Raises TooOftenError and StoreDownError."""
    is_new = is_newcomer(member)
    who = f"member:{member.pk}"
    if rule.is_spaced:
        _keep_distance(settings.NEWCOMER_PAUSE if is_new else settings.POST_PAUSE, who=who)
    if is_new:
        again_at = member.date_joined + timedelta(seconds=DAY)
        _check(f"first:{rule.name}:{_hash(who)}", rule.on_first_day, seconds=DAY, again_at=again_at)
    else:
        check_limit(Limit(rule.name, most=rule.a_day, seconds=DAY), who=who)


def is_newcomer(member: User) -> bool:
    """Whether someone joined less than a day ago. Those who work for the site are no newcomers."""
    joined_lately = timezone.now() - member.date_joined < timedelta(seconds=DAY)
    return joined_lately and not (member.is_staff or member.has_perm("moderation.moderate"))


def _keep_distance(seconds: int, *, who: str) -> None:
    if not seconds:
        return
    key, now = f"pause:{_hash(who)}", timezone.now().timestamp()
    try:
        is_free = cache.add(key, now + seconds, timeout=seconds)
        free_at = now if is_free else float(cache.get(key, now))
    except STORE_FAILURES as error:
        raise StoreDownError from error
    if not is_free:
        raise TooOftenError(again_at=datetime.fromtimestamp(max(free_at, now + 1), tz=UTC))


def check_limit(limit: Limit, *, who: str) -> None:
    """Counts one time for `who`, which is kept only as a keyed hash. Raises TooOftenError and StoreDownError."""
    window = int(timezone.now().timestamp()) // limit.seconds
    key = f"limit:{limit.name}:{window}:{_hash(who)}"
    again_at = datetime.fromtimestamp((window + 1) * limit.seconds, tz=UTC)
    _check(key, limit.most, seconds=limit.seconds, again_at=again_at)


def _check(key: str, most: int, *, seconds: int, again_at: datetime) -> None:
    try:
        count = _count(key, seconds)
    except STORE_FAILURES as error:
        raise StoreDownError from error
    if count > most:
        raise TooOftenError(again_at=again_at)


def _count(key: str, seconds: int) -> int:
    """Both steps are atomic in the cache, so that requests in the same moment are all counted."""
    if cache.add(key, 1, timeout=seconds * 2):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # the entry was thrown out between the two steps
        cache.add(key, 1, timeout=seconds * 2)
        return 1


def _hash(who: str) -> str:
    return salted_hmac("writing.limits", who, algorithm="sha256").hexdigest()[:32]
