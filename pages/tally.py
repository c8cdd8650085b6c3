"""Numbers that grow in the memory of one process and are stored once a minute, so that no request waits or writes.

`config/wsgi.py` switches them on; what a process that is killed had counted in its last minute is lost.
"""

import atexit
import logging
import os
import re
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from datetime import date
from threading import Lock, Thread
from time import sleep
from typing import Final

from django.db import DatabaseError, connections
from django.http import HttpRequest
from django.utils import timezone

SECONDS: Final = 60
_MACHINE: Final = re.compile("bot|crawl|spider|slurp|preview|monitor|curl|wget|python", re.IGNORECASE)
_log = logging.getLogger(__name__)


class Tally[Key: Hashable](ABC):
    """What one process counted since it last stored it. At most `most` different keys wait; others are left out."""

    name: str
    most = 10_000

    def __init__(self) -> None:
        self.is_on = False
        self._counts: Counter[tuple[date, Key]] = Counter()
        self._lock = Lock()
        self._process = 0

    @abstractmethod
    def keep(self, day: date, counts: Mapping[Key, int]) -> None:
        """Adds the numbers of one day to the database."""

    def count(self, key: Key) -> None:
        if not self.is_on:
            return
        with self._lock:
            entry = (timezone.localdate(), key)
            if entry in self._counts or len(self._counts) < self.most:
                self._counts[entry] += 1
            is_first = self._process != os.getpid()
            self._process = os.getpid()
        if is_first:
            Thread(target=self._store_again_and_again, name=self.name, daemon=True).start()
            atexit.register(self.store)

    def store(self) -> None:
        """Adds what was counted to the database; keeps it for the next time where that fails."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        try:
            for day, of_day in _by_day(counts).items():
                self.keep(day, of_day)
        except DatabaseError:
            _log.warning("What was counted (%s) could not be stored; it is kept for the next time.", self.name)
            with self._lock:
                self._counts.update(counts)

    def _store_again_and_again(self) -> None:
        while True:
            sleep(SECONDS)
            self.store()
            connections.close_all()


def is_machine(request: HttpRequest) -> bool:
    """Whether who asks says that it is a program."""
    return bool(_MACHINE.search(request.META.get("HTTP_USER_AGENT", "")))


def _by_day[Key: Hashable](counts: Mapping[tuple[date, Key], int]) -> Mapping[date, dict[Key, int]]:
    days: dict[date, dict[Key, int]] = defaultdict(dict)
    for (day, key), count in counts.items():
        days[day][key] = count
    return days
