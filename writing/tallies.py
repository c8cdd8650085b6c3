"""Counters that all processes share, for sites without Redis: Django's cache interface on a small table.

The limits on signing in and posting are kept here (docs/decisions/0029-counters-without-redis.md). Pages ask nothing
of it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from writing.models import Tally

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


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
        now, values = timezone.now(), {"value": value, "expires_at": self._end(timeout)}
        tally, is_new = Tally.objects.get_or_create(pk=self.make_key(key, version), defaults=values)
        if is_new or tally.expires_at > now:
            return is_new
        return bool(Tally.objects.filter(pk=tally.pk, expires_at__lte=now).update(**values))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        with transaction.atomic():
            rows = Tally.objects.select_for_update().filter(expires_at__gt=timezone.now())
            tally = rows.filter(pk=self.make_key(key, version)).first()
            if tally is None:
                raise ValueError(key)
            tally.value = int(tally.value or 0) + delta
            tally.save(update_fields=["value"])
        return int(tally.value)

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
