"""Makes a table refuse changes: the database itself says no, whoever asks."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END;
    $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()
    """,
)
SQLITE = (
    """
    CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """,
    """
    CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """,
)
UNDO = {
    "postgresql": ("DROP TRIGGER IF EXISTS {table}_append_only ON {table}",),
    "sqlite": ("DROP TRIGGER IF EXISTS {table}_no_update", "DROP TRIGGER IF EXISTS {table}_no_delete"),
}


def append_only(table: str) -> migrations.RunPython:
    """A step of a migration after which rows of the table can be added, and neither changed nor deleted.

    SQLite loses triggers when a later migration alters the table, which then has to repeat this step.
    """
    return migrations.RunPython(
        _run(table, {"postgresql": POSTGRESQL, "sqlite": SQLITE}), _run(table, UNDO), elidable=False
    )


def open_for_migration(table: str) -> migrations.RunPython:
    """A step before a migration alters such a table; it ends with `append_only` again."""
    return migrations.RunPython(
        _run(table, UNDO), _run(table, {"postgresql": POSTGRESQL, "sqlite": SQLITE}), elidable=False
    )


def _run(table: str, statements: dict[str, tuple[str, ...]]) -> Callable[[Any, Any], None]:
    def run(_apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(table=table), params=None)

    return run
