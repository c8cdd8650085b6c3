"""Looks behind the links of sources, politely, and notes what was found there."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from time import monotonic, sleep
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from questions.models import Source, SourceCheck
from questions.services.sources import record_check
from questions.web import SECONDS, read

PAUSE: Final = 1.0
LOOK_AGAIN: Final = timedelta(days=30)
RETRY: Final = timedelta(days=1)
MOST_AT_ONCE: Final = 25
SECONDS_AT_ONCE: Final = 120.0


def look_behind(
    sources: Iterable[Source], *, seconds: float = SECONDS, pause: float = PAUSE
) -> Iterator[tuple[Source, SourceCheck]]:
    """Reads each source's link, waiting at most `seconds` for each, and yields what was noted about it.

    Between two looks at one site lie `pause` seconds. A source whose link changes meanwhile is left out.
    """
    agent = f"Cairn source check (+{settings.SITE_URL})"
    for source in in_turns(sources, pause):
        reading = read(source.url, agent=agent, private_hosts=settings.PRIVATE_SOURCE_HOSTS, seconds=seconds)
        if check := record_check(source=source, reading=reading):
            yield source, check


def look_behind_some() -> int:
    """Looks behind the links whose turn it is: a few at a time, so that nothing else on the clock waits long.

    Each has its turn once a month, and one that gave no answer again after a day. Returns how many were read.
    """
    if not settings.CHECK_SOURCES:
        return 0
    ends_at = monotonic() + SECONDS_AT_ONCE
    now = timezone.now()
    due = Source.objects.awaiting_look(before=now - LOOK_AGAIN, retry_before=now - RETRY)
    read_count = 0
    for _source, _check in look_behind(due[:MOST_AT_ONCE]):
        read_count += 1
        if monotonic() >= ends_at:
            break
    return read_count


def in_turns(sources: Iterable[Source], pause: float) -> Iterator[Source]:
    """The sources with a pause between two of the same site; other sites use it."""
    waiting: defaultdict[str, deque[Source]] = defaultdict(deque)
    for source in sources:
        waiting[urlsplit(source.url).hostname or ""].append(source)
    rested: dict[str, float] = {}
    while waiting:
        for host in list(waiting):
            rest = rested.get(host, 0.0) - monotonic()
            if rest > 0:
                sleep(rest)
            yield waiting[host].popleft()
            rested[host] = monotonic() + pause
            if not waiting[host]:
                del waiting[host]
