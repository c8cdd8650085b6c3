"""Counters that all processes share, for sites without Redis: Django's cache interface on a small table.

The limits on signing in and posting are kept here (docs/decisions/0029-counters-without-redis.md). Pages ask nothing
of it.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from writing.models import Tally

NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
ADD: Final = """
    INSERT INTO writing_tally (key, value, expires_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
    WHERE writing_tally.expires_at <= %s
    RETURNING key
"""
"""One statement where the ORM needs four: a row comes back for a new entry and for one whose time was over."""


class TallyCache(BaseCache):
    """`add` and `incr` are atomic, also between processes. Values are what JSON can hold."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def make_key(self, key: str, version: int | None = None) -> str:
        """A keyed hash: what is counted may be a network address."""
        return salted_hmac("writing.tallies", super().make_key(key, version), algorithm="sha256").hexdigest()

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        tally = Tally.objects.filter(pk=self.make_key(key, version), expires_at__gt=timezone.now()).first()
        return tally.value if tally else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        values = {"value": value, "expires_at": self._end(timeout)}
        Tally.objects.update_or_create(pk=self.make_key(key, version), defaults=values)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        times = [connection.ops.adapt_datetimefield_value(at) for at in (self._end(timeout), timezone.now())]
        with connection.cursor() as cursor:
            cursor.execute(ADD, [self.make_key(key, version), json.dumps(value), *times])
            return cursor.fetchone() is not None

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        rows = Tally.objects.filter(pk=self.make_key(key, version), expires_at__gt=timezone.now())
        with transaction.atomic(savepoint=False):
            value = rows.select_for_update().values_list("value", flat=True).first()
            count = int(value or 0) + delta
            is_there = rows.update(value=count)
        if not is_there:
            raise ValueError(key)
        return count

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        rows = Tally.objects.filter(pk=self.make_key(key, version), expires_at__gt=timezone.now())
        return bool(rows.update(expires_at=self._end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        deleted, _tables = Tally.objects.filter(pk=self.make_key(key, version)).delete()
        return bool(deleted)

    def clear(self) -> None:
        Tally.objects.all().delete()

    def _end(self, timeout: Any) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return NEVER if seconds is None else timezone.now() + timedelta(seconds=seconds)
