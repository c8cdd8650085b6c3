"""Counts how often the pages of questions are read: numbers in memory, stored once a minute, nothing about who reads.

No request waits for it and none writes. `config/wsgi.py` switches it on; what a process that is killed had counted in
its last minute is lost.
"""

import atexit
import logging
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock, Thread
from time import sleep
from typing import Final

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from questions.services import add_reads

SECONDS: Final = 60
_QUESTION: Final = re.compile(r"/conditions/([-\w]+)/questions/([-\w]+)/")
_MACHINE: Final = re.compile("bot|crawl|spider|slurp|preview|monitor|curl|wget|python", re.IGNORECASE)
_log = logging.getLogger(__name__)


class ReadCounter:
    """The reads of one process since it last stored them."""

    def __init__(self) -> None:
        self.is_on = False
        self._counts: Counter[tuple[date, str, str]] = Counter()
        self._lock = Lock()
        self._process = 0

    def count(self, condition: str, topic: str) -> None:
        if not self.is_on:
            return
        with self._lock:
            self._counts[timezone.localdate(), condition, topic] += 1
            is_first = self._process != os.getpid()
            self._process = os.getpid()
        if is_first:
            Thread(target=self._store_again_and_again, name="reads", daemon=True).start()
            atexit.register(self.store)

    def store(self) -> None:
        """Adds what was counted to the database; keeps it for the next time where that fails."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        try:
            for day, of_day in _by_day(counts).items():
                add_reads(day=day, counts=of_day)
        except DatabaseError:
            _log.warning("Reads could not be stored; they are kept for the next time.")
            with self._lock:
                self._counts.update(counts)

    def _store_again_and_again(self) -> None:
        while True:
            sleep(SECONDS)
            self.store()
            connections.close_all()


READS: Final = ReadCounter()


def count_reads(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Counts a question page that was read, also one that a browser had already. Machines that say so do not count."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in {200, 304} and request.method == "GET":
            found = _QUESTION.fullmatch(request.path_info)
            if found and not _MACHINE.search(request.META.get("HTTP_USER_AGENT", "")):
                READS.count(found[1], found[2])
        return response

    return middleware


def _by_day(counts: Mapping[tuple[date, str, str], int]) -> Mapping[date, dict[tuple[str, str], int]]:
    days: dict[date, dict[tuple[str, str], int]] = defaultdict(dict)
    for (day, condition, topic), count in counts.items():
        days[day][condition, topic] = count
    return days
