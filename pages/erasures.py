"""The list of erasures, kept in a file beside the database: a backup from before an erasure brings the member back, and
`manage.py erase_again` takes them away once more.

It names nobody. A member is known by a mark, which can be compared with but not turned back into an account.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final, TextIO

from django.conf import settings
from django.utils import timezone

from accounts.models import User

KEPT: Final = timedelta(days=35)
"""As long as a backup may be kept."""


@dataclass(frozen=True)
class Erasure:
    """That a member was erased, and what they chose for their texts (accounts.models.WhatRemains)."""

    mark: str
    texts: str
    removed: tuple[tuple[str, int], ...]
    at: datetime


def mark_of(member: User) -> str:
    """Ties an erasure to one account. The moment of joining is in it: a restored database gives numbers anew."""
    return sha256(f"{member.pk} {member.date_joined.isoformat()}".encode()).hexdigest()


def write_down(erasure: Erasure) -> None:
    """Adds a line to the list."""
    with _locked() as file:
        file.write(f"{_line(erasure)}\n")


def drop_old() -> None:
    """Drops the lines that no backup needs any more."""
    if not Path(settings.ERASURES_FILE).exists():
        return
    with _locked() as file:
        kept = [its for its in read_erasures(file) if its.at > timezone.now() - KEPT]
        file.seek(0)
        file.truncate()
        file.write("".join(f"{_line(its)}\n" for its in kept))


def read_erasures(file: TextIO) -> list[Erasure]:
    """What a list says. Raises ValueError for a line that is none."""
    file.seek(0)
    found = []
    for line in file:
        said = json.loads(line)
        removed = tuple((str(kind), int(pk)) for kind, pk in said["removed"])
        found.append(Erasure(said["mark"], said["texts"], removed, datetime.fromisoformat(said["at"])))
    return found


@contextmanager
def _locked() -> Iterator[TextIO]:
    """The list, for one process at a time, on the disk when it is left."""
    descriptor = os.open(settings.ERASURES_FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
        file.flush()
        os.fsync(file.fileno())


def _line(erasure: Erasure) -> str:
    return json.dumps(
        {"mark": erasure.mark, "texts": erasure.texts, "removed": erasure.removed, "at": erasure.at.isoformat()}
    )
