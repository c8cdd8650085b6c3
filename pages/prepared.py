"""Reads whose SQL Django writes once in a process and then runs again with other values.

Writing the SQL of a page's reads costs more than running them (docs/decisions/0004-reads-written-once.md), so the
hottest page prepares them. The query is an ordinary queryset; only its values change.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import FETCH_RAISE, Field, Model, QuerySet
from django.db.models.base import ModelState
from psycopg import Cursor as ServerCursor
from psycopg import sql as psycopg_sql


def assemble[M: Model](model: type[M], names: Sequence[str], values: Sequence[Any]) -> M:
    """A row as an instance of `model`, with those that its names (`author__display_name`) reach. Each part needs its
    `id`; a part whose id is NULL is None. Reading a field that was not named raises FieldFetchBlocked: no hidden query.
    """
    if len(names) != len(values):
        raise ValueError(f"{len(names)} names, but {len(values)} values.")
    return cast("M", _assembly(model, tuple(names)).of(values))


@dataclass(frozen=True)
class Assembly:
    """How a row becomes an instance: which value is which column, and which are of the parts that it reaches."""

    model: type[Model]
    columns: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, int, "Assembly"], ...]

    def of(self, values: Sequence[Any]) -> Model:
        """The instance, put together as unpickling does: nothing is asked about a row that comes from the database."""
        instance = self.model.__new__(self.model)
        state = instance._state = ModelState()
        state.adding, state.db, state.fetch_mode = False, DEFAULT_DB_ALIAS, FETCH_RAISE
        columns = vars(instance)
        for name, place in self.columns:
            columns[name] = values[place]
        for name, identity, part in self.parts:
            state.fields_cache[name] = None if values[identity] is None else part.of(values)
        return instance


@cache
def _assembly(model: type[Model], names: tuple[str, ...], places: tuple[int, ...] = ()) -> Assembly:
    columns, parts = [], defaultdict[str, dict[str, int]](dict)
    for name, place in zip(names, places or range(len(names)), strict=True):
        head, _separator, tail = name.partition("__")
        if tail:
            parts[head][tail] = place
        else:
            columns.append((cast("Field[Any, Any]", model._meta.get_field(head)).attname, place))
    return Assembly(model, tuple(columns), tuple(_part(model, name, part) for name, part in parts.items()))


def _part(model: type[Model], name: str, part: dict[str, int]) -> tuple[str, int, Assembly]:
    related = cast("type[Model]", model._meta.get_field(name).related_model)
    return name, part["id"], _assembly(related, tuple(part), tuple(part.values()))


MOST = 2**63 - 1
"""The greatest number that a column holds; none equals a greater one, and a database refuses to look."""


class Slot:
    """The place of a value in a prepared query: a stand-in that no real value equals."""

    NUMBERS = (-7_000_000_001, -7_000_000_002, -7_000_000_003)
    TEXTS = ("slot-7000000001", "slot-7000000002", "slot-7000000003")
    DATES = (date(7001, 1, 1), date(7002, 1, 1), date(7003, 1, 1))
    OF_KIND: ClassVar[dict[type, Sequence[Any]]] = {int: NUMBERS, str: TEXTS, date: DATES}


@dataclass(frozen=True)
class Written:
    """A query as text for one kind of database: `places` says which value stands at each parameter."""

    sql: str
    places: tuple[int, ...]
    converters: Any
    compiler: Any


class PreparedQuery:
    """`build` gets one slot for each value (`int`, `str` or `date`, as `kinds` says), returns a `values_list` query."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self.build = build
        self.slots = [Slot.OF_KIND[kind][place] for place, kind in enumerate(kinds)]
        self.has_dates = date in kinds
        self.written: dict[str, Written] = {}

    def rows(self, *values: int | str | date) -> Iterator[tuple[Any, ...]]:
        """Runs the query with the values in place of the slots. Rows hold Python values, as `values_list` gives."""
        database = connections[DEFAULT_DB_ALIAS]
        written = self.written.get(database.vendor) or self._write()
        if any(type(value) is int and abs(value) > MOST for value in values):
            return iter(())
        if self.has_dates:
            values = _adapted(values)
        found = _run(database, written.sql, [*(values[place] for place in written.places)])
        return written.compiler.apply_converters(found, written.converters) if written.converters else iter(found)

    def first(self, *values: int | str | date) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return next(iter(tuple(row) for row in self.rows(*values)), None)

    def _write(self) -> Written:
        """Writes the SQL. What is always the same stands in its text, so that a database that keeps the plan of a
        statement sees which of its indexes fit."""
        compiler = self.build(*self.slots).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        slots = _adapted(self.slots)
        pieces = sql.split("%s")
        text, places = pieces[0], []
        for parameter, piece in zip(parameters, pieces[1:], strict=True):
            if parameter in slots:
                places.append(slots.index(parameter))
            text += ("%s" if parameter in slots else _literal(parameter)) + piece
        missing = [place for place in range(len(slots)) if place not in places]
        if missing:
            raise LookupError(f"The query never uses its value number {missing[0] + 1}.")
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        self.written[connection.vendor] = Written(text, tuple(places), converters, compiler)
        return self.written[connection.vendor]


def _run(database: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows. PostgreSQL gets the values apart from the text, and then keeps the plan of a text that comes again."""
    if database.vendor != "postgresql":
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    database.ensure_connection()
    driver = database.connection
    usual, driver.cursor_factory = driver.cursor_factory, ServerCursor
    try:
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    finally:
        driver.cursor_factory = usual


def _literal(value: Any) -> str:
    """A constant as it stands in the text of a query."""
    if isinstance(value, bool) and connection.vendor != "postgresql":
        return str(int(value))
    return psycopg_sql.Literal(value).as_string(None).replace("%", "%%")


def _adapted(values: Sequence[Any]) -> tuple[Any, ...]:
    """The values with dates as this database gets them."""
    adapt = connection.ops.adapt_datefield_value
    return tuple(adapt(value) if isinstance(value, date) else value for value in values)
