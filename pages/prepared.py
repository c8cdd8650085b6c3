"""Reads whose SQL Django writes once in a process and then runs again with other values.

Writing the SQL of a page's reads costs more than running them (docs/decisions/0004-reads-written-once.md), so the
hottest page prepares them. The query is an ordinary queryset; only its values change.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import FETCH_RAISE, Model, QuerySet


def assemble[M: Model](model: type[M], names: Sequence[str], values: Sequence[Any]) -> M:
    """A row as an instance of `model`, with those that its names (`author__display_name`) reach. Each part needs its
    `id`; a part whose id is NULL is None. Reading a field that was not named raises FieldFetchBlocked: no hidden query.
    """
    own: dict[str, Any] = {}
    parts: dict[str, tuple[list[str], list[Any]]] = {}
    for name, value in zip(names, values, strict=True):
        head, _separator, tail = name.partition("__")
        if tail:
            part_names, part_values = parts.setdefault(head, ([], []))
            part_names.append(tail)
            part_values.append(value)
        else:
            own[head] = value
    concrete = [field.attname for field in model._meta.concrete_fields if field.attname in own]
    instance = model.from_db(connection.alias, concrete, [own[name] for name in concrete], fetch_mode=FETCH_RAISE)
    for head, (part_names, part_values) in parts.items():
        related = cast("type[Model]", model._meta.get_field(head).related_model)
        exists = part_values[part_names.index("id")] is not None
        instance._state.fields_cache[head] = assemble(related, part_names, part_values) if exists else None
    return instance


class Slot:
    """The place of a value in a prepared query: a stand-in that no real value equals."""

    NUMBERS = (-7_000_000_001, -7_000_000_002, -7_000_000_003)
    TEXTS = ("slot-7000000001", "slot-7000000002", "slot-7000000003")


class PreparedQuery:
    """`build` gets one slot for each value (`int` or `str`, as `kinds` says) and returns a `values_list` queryset."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self.build = build
        self.slots = [Slot.NUMBERS[place] if kind is int else Slot.TEXTS[place] for place, kind in enumerate(kinds)]
        self.written: dict[str, tuple[str, tuple[Any, ...], list[int], Any, Any]] = {}

    def rows(self, *values: int | str) -> Iterator[tuple[Any, ...]]:
        """Runs the query with the values in place of the slots. Rows hold Python values, as `values_list` gives."""
        sql, parameters, places, converters, compiler = self._write()
        filled = tuple(
            values[place] if place >= 0 else parameter for parameter, place in zip(parameters, places, strict=True)
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            rows = cursor.fetchall()
        return compiler.apply_converters(rows, converters) if converters else iter(rows)

    def first(self, *values: int | str) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return next(iter(tuple(row) for row in self.rows(*values)), None)

    def _write(self) -> tuple[str, tuple[Any, ...], list[int], Any, Any]:
        if connection.vendor not in self.written:
            compiler = self.build(*self.slots).query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            expressions = [column[0] for column in compiler.select[: compiler.col_count]]
            converters = compiler.get_converters(expressions)
            places = [self.slots.index(value) if value in self.slots else -1 for value in parameters]
            missing = [place for place in range(len(self.slots)) if place not in places]
            if missing:
                raise LookupError(f"The query never uses its value number {missing[0] + 1}.")
            self.written[connection.vendor] = (sql, tuple(parameters), places, converters, compiler)
        return self.written[connection.vendor]
