"""A migrated, empty database, made once and copied for every process of tests: migrating takes most of a short run.

It is made anew when a migration or a package changes. SQLite keeps it as a file below var/, PostgreSQL as a database
from which others are made. Django has no public door to this step, so its private methods are called here.
"""
# ruff: noqa: SLF001

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


def start_from_copy() -> None:
    """Lets the test database begin as a copy of the migrated one. Called before the test database is made."""
    with _one_at_a_time():
        if connection.vendor == "sqlite":
            _copy_file_into_memory(migrated_file())
        else:
            connection.settings_dict["TEST"]["TEMPLATE"] = _migrated_database()


def fingerprint() -> str:
    """Stands for all that decides what a migrated database holds."""
    digest = blake2b(digest_size=6)
    for path in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements-dev.lock"]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    VAR.mkdir(mode=0o700, exist_ok=True)
    with (VAR / "test-migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(address: str) -> None:
    """Gives an empty database its tables."""
    command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "DATABASE_URL": address})


def path_of_file() -> Path:
    """Where the migrated file of SQLite is, once it is made."""
    return VAR / f"test-migrated-{fingerprint()}.sqlite3"


def name_of_database() -> str:
    """How the migrated database is called on the server, once it is made."""
    return f"{_prefix()}{fingerprint()}"


def _prefix() -> str:
    return f"migrated_{blake2b(str(ROOT).encode(), digest_size=3).hexdigest()}_"


def migrated_file() -> Path:
    """An SQLite file with every table and no row."""
    path = path_of_file()
    if not path.exists():
        for old in VAR.glob("test-migrated-*.sqlite3*"):
            old.unlink()
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        migrate(f"sqlite:///{unfinished}")
        with closing(sqlite3.connect(unfinished)) as database:
            database.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file that is renamed
        unfinished.rename(path)
    return path


def _copy_file_into_memory(path: Path) -> None:
    creation: Any = connection.creation
    create = creation._create_test_db

    def create_as_copy(*arguments: Any, **options: Any) -> str:
        name = create(*arguments, **options)
        creation.kept_open = sqlite3.connect(name, uri=True)  # a database in memory lasts while someone is connected
        with closing(sqlite3.connect(path)) as migrated:
            migrated.backup(creation.kept_open)
        return name

    creation._create_test_db = create_as_copy


def _migrated_database() -> str:
    """The name of the migrated database on the server, where others of the same project may keep theirs."""
    name = name_of_database()
    parts = connection.settings_dict
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_prefix()])
        there = {row[0] for row in cursor.fetchall()}
        for old in there - {name}:
            cursor.execute(f'DROP DATABASE "{old}"')
        if name not in there:
            cursor.execute(f'CREATE DATABASE "{name}_unfinished"')
    if name not in there:
        user = f"{parts['USER']}:{parts['PASSWORD']}@" if parts["USER"] else ""
        migrate(f"postgres://{user}{parts['HOST']}:{parts['PORT']}/{name}_unfinished")
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name
