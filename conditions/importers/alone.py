"""Two imports of one kind never run at once: the second is refused, and a crash leaves nothing behind."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from conditions.importers.reading import ReadError


@contextmanager
def alone(kind: str) -> Iterator[None]:
    """Holds the only place for an import of this kind. Raises ReadError where it is taken.

    PostgreSQL keeps the place for all machines; SQLite has one machine, and its system keeps it.
    """
    taken = _("Another import is under way. Wait until it is done.")
    if connection.vendor == "postgresql":
        key = crc32(f"import {kind}".encode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            if not cursor.fetchone()[0]:
                raise ReadError(taken)
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
        return
    with (settings.VAR_DIR / f"import-{kind}.lock").open("w") as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ReadError(taken) from error
        yield
