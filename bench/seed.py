"""Fills a database with a community of 10,000 questions and 100,000 answers: `python -m bench.seed [--again]`.

BENCH_DATABASE_URL names the database; without it, it is the file var/bench.sqlite3. A database that is filled already
is kept, unless the code that it was filled from has changed since. One that holds other data is never touched.
"""

import argparse
import hashlib
import os
import secrets
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SQLITE_URL = f"sqlite:///{ROOT / 'var' / 'bench.sqlite3'}"
STAMP_TABLE = "bench_stamp"


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill the database of the benchmark.")
    parser.add_argument("--again", action="store_true", help="throw away what is there and fill it anew")
    arguments = parser.parse_args()
    prepare()
    fill(again=arguments.again)


def prepare() -> None:
    """Starts Django on the benchmark's database."""
    os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL") or SQLITE_URL
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.chdir(ROOT)
    (ROOT / "var").mkdir(mode=0o700, exist_ok=True)
    django.setup()


def fingerprint() -> str:
    """Changes with everything that the data is made from."""
    made_from = [
        *(ROOT / "bench" / name for name in ("community.py", "texts.py")),
        *sorted(ROOT.glob("*/migrations/*.py")),
        *sorted(ROOT.glob("markup/*.py")),
        ROOT / "questions" / "data" / "topics.yaml",
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_from)).hexdigest()


def fill(*, again: bool) -> None:
    """Makes the tables and fills them, or keeps them as they are."""
    wanted = fingerprint()
    if not again and stamp() == wanted:
        print("The benchmark's database is filled already.")
        return
    empty()
    started = time.monotonic()
    call_command("migrate", verbosity=0)

    from bench.community import Community  # noqa: PLC0415  models can only be imported after django.setup()

    Community().run()
    write_stamp(wanted)
    print(f"Filled the benchmark's database in {time.monotonic() - started:.0f} s.")


def stamp() -> str | None:
    """What the database was filled from; None when it is not the benchmark's."""
    if STAMP_TABLE not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT fingerprint FROM {STAMP_TABLE}")
        row = cursor.fetchone()
    return row[0] if row else ""


def empty() -> None:
    """Takes every table away. Raises SystemExit for a database that holds something else."""
    tables = connection.introspection.table_names()
    if tables and stamp() is None:
        raise SystemExit("This database holds other data. Give the benchmark an empty one: BENCH_DATABASE_URL=…")
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    elif tables:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {', '.join(connection.ops.quote_name(table) for table in tables)} CASCADE")
    with connection.cursor() as cursor:  # from here on it is the benchmark's, even when filling stops half-way
        cursor.execute(f"CREATE TABLE {STAMP_TABLE} (fingerprint varchar(64) NOT NULL)")


def write_stamp(value: str) -> None:
    """Remembers what the database was filled from, and lets it gather its statistics."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {STAMP_TABLE} VALUES (%s)", [value])
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    main()
