"""Nobody reads the whole site in a minute: pages are counted by network address, and for members by account.

The counts stand in a small file that every process of this machine maps into its memory: counting takes no query and
no round trip. Only numbers are in it, made with the site's key, and each minute is forgotten with the next.
"""

import fcntl
import logging
import mmap
import os
import re
import struct
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import time
from typing import Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.limits import household
from accounts.requests import address_of

MINUTE: Final = 60
MEMBERS_READ_MORE: Final = 2.5
"""Source of the figures: 120 pages a minute for an address and 300 for a member (PatientsLikeMe was copied in 2010)."""
PEOPLE_SHARE: Final = 0.25
"""Pages about people are a quarter of what an address may read, for members as for everyone: 30 a minute."""
WARN_AT: Final = 0.8
ABOUT_PEOPLE: Final = re.compile(r"/(members|map|soulmates(?!/symptoms))/|/conditions/[^/]+/map/")
"""Profiles, matches and maps, but not what a member notes for themselves."""
NOT_PAGES: Final = ("/media/", "/pictures/", "/static/", "/theme.css", "/healthz", "/csp-reports/", "/robots.txt")
SLOTS: Final = 1 << 16
SLOT: Final = struct.Struct("<IIQ")
"""The minute, the count, and whose it is."""
_log = logging.getLogger("security.scraping")


class Visits:
    """Counts of the running minute. Two visitors who share a slot push each other out; a count then begins anew."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, mode=0o600)
        os.ftruncate(self._file, SLOTS * SLOT.size)
        self._map = mmap.mmap(self._file, SLOTS * SLOT.size)
        self._lock = Lock()
        self._key = settings.SECRET_KEY.encode()[:64]

    def count(self, who: str) -> int:
        """How many pages this visitor has asked for in this minute, with this one."""
        number = int.from_bytes(blake2b(who.encode(), digest_size=8, key=self._key).digest(), "little")
        place, minute = number % SLOTS * SLOT.size, int(time()) // MINUTE
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, SLOT.size, place)
            try:
                seen_minute, count, seen = SLOT.unpack_from(self._map, place)
                count = count + 1 if (seen_minute, seen) == (minute, number) else 1
                SLOT.pack_into(self._map, place, minute, count, number)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, SLOT.size, place)
        return count


def slow_down(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """429 for whoever asks for more pages than a person reads. Not used where PAGES_PER_MINUTE is 0."""
    if not settings.PAGES_PER_MINUTE:
        raise MiddlewareNotUsed
    visits = Visits(settings.VAR_DIR / "visits")

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(NOT_PAGES):
            return get_response(request)
        who, most = _allowance(request)
        is_over = _is_over(visits.count(who), most, who)
        if ABOUT_PEOPLE.match(request.path_info):
            most_people = int(settings.PAGES_PER_MINUTE * PEOPLE_SHARE)
            is_over |= _is_over(visits.count(f"{who} people"), most_people, who)
        return _wait(request) if is_over else get_response(request)

    return middleware


def _allowance(request: HttpRequest) -> tuple[str, int]:
    """Under what a request counts, and how many are let through. A made-up session counts as none."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return f"member:{request.user.pk}", int(settings.PAGES_PER_MINUTE * MEMBERS_READ_MORE)
    return _household(address_of(request)), settings.PAGES_PER_MINUTE


@lru_cache(maxsize=1024)
def _household(address: str) -> str:
    try:
        return f"address:{household(address)}"
    except ValueError:
        return "address:"


def _is_over(count: int, most: int, who: str) -> bool:
    if count == int(most * WARN_AT):
        _log.warning("One %s asked for %d pages in a minute.", who.partition(":")[0], count)
    return count > most


def _wait(request: HttpRequest) -> HttpResponse:
    seconds = MINUTE - int(time()) % MINUTE
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
