from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.migrated import start_from_copy
from tests.network import only_loopback

END_OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@pytest.fixture(autouse=True, scope="session")
def network() -> Iterator[None]:
    """No test talks to another machine."""
    with only_loopback():
        yield


@pytest.fixture(autouse=True)
def counters() -> None:
    """Tries are counted in the cache, by address: those of one test are no concern of the next."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The test database begins as a copy of one that is migrated already."""
    with django_db_blocker.unblock():
        start_from_copy()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, which PostgreSQL lets go only when no session is left in it.

    A thread of a test, or the context of the browser's event loop, may have taken a connection that nothing gives back.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(END_OTHER_SESSIONS)


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests(django_db_setup: None) -> Iterator[None]:
    """Tests that commit empty every table afterwards. SQLite deletes row by row, which append-only tables refuse: there
    the triggers are taken off for that moment, as an owner of the file could."""
    if connection.vendor != "sqlite":
        yield
        return
    flush, triggers = connection.ops.execute_sql_flush, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

    def without_triggers(statements: list[str]) -> None:
        with connection.cursor() as cursor:
            kept = cursor.execute(triggers).fetchall()
            for name, _sql in kept:
                cursor.execute(f"DROP TRIGGER {name}")
        flush(statements)
        with connection.cursor() as cursor:
            for _name, sql in kept:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "execute_sql_flush", without_triggers)
        yield
