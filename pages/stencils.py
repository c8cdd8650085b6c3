"""Components that Django draws once for each shape of their inputs, and that are then only filled in.

Walking a template costs more than all else that a page does (docs/decisions/0006-components-drawn-once.md).
A component depends on nothing but its inputs, so it is drawn once with a slot in the place of every text and date, and
kept as its pieces with gaps. Whatever else an input holds (a number, a flag, the length of a list, whether a text is
empty) is its shape: another shape is another drawing. So a count comes in words, or every number is drawn anew.
Nothing that a reader wrote is kept, and nothing can be out of date.
"""

import re
import warnings
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from html import escape
from operator import attrgetter
from typing import Any, cast

from django.template.base import Template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.timezone import get_default_timezone

from pages.once import language
from pages.templatetags.days import DaySlot, day

NOT_DRAWN = {"is_drawn": False}
"""Metadata of a dataclass field that no component shows: a number that would make each row a shape of its own."""
MOST_SHAPES = 500
"""Drawings that one component keeps."""
_TOKEN = re.compile("([\ue000\ue001\ue002])([0-9]+)\ue003")
_ESCAPED, _RAW, _DAY, _UNKNOWN = "\ue000", "\ue001", "\ue002", "\ue004"


def _day(moment: date | datetime) -> str:
    return day(moment.astimezone(get_default_timezone()) if isinstance(moment, datetime) else moment)


_WRITTEN: dict[str, Callable[[Any], str]] = {_ESCAPED: escape, _RAW: str, _DAY: _day}


class Slot(str):
    """Stands for a text while a component is drawn, and notes every question about the text itself."""

    __slots__ = ("asked", "number")
    asked: list[str]
    number: int
    kind = _ESCAPED

    def __html__(self) -> str:
        return f"{self.kind}{self.number}\ue003"

    def __str__(self) -> str:
        """What the filter `safe` writes; a test lets a component use no other filter of words."""
        return f"{_RAW}{self.number}\ue003"

    def __bool__(self) -> bool:
        return True


class SafeSlot(Slot):
    """Stands for HTML."""

    __slots__ = ()
    kind = _RAW


def _noted(name: str) -> Callable[..., Any]:
    plain = getattr(str, name)

    def method(self: Slot, *arguments: Any, **named: Any) -> Any:
        self.asked.append(name)
        return plain(self, *arguments, **named)

    return method


for _name in set(vars(str)) - set(vars(Slot)) - {"__new__", "__getattribute__", "__doc__", "__repr__", "__sizeof__"}:
    setattr(Slot, _name, _noted(_name))


class Stencil:
    """One component. `fill` gives what rendering it with these inputs gives."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.drawings: dict[tuple[Any, ...], Drawing | None] = {}

    def fill(self, inputs: Mapping[str, Any], context: Context) -> str:
        """The component as HTML. `context` lends its settings, such as whether it escapes, and none of its values."""
        shape: list[Any] = [language()]
        values: list[Any] = []
        _measure(inputs.values(), shape, values)
        return self._fill(inputs, shape, values, context)

    def fill_each(self, name: str, items: Iterable[Any], inputs: Mapping[str, Any], context: Context) -> str:
        """The component once for each item, which it gets under `name`; the other inputs are the same for all."""
        shared: list[Any] = [language()]
        shared_values: list[Any] = []
        _measure(inputs.values(), shared, shared_values)
        filled = []
        for item in items:
            shape, values = shared.copy(), shared_values.copy()
            _measure((item,), shape, values)
            filled.append(self._fill({**inputs, name: item}, shape, values, context))
        return SafeString("".join(filled))

    def _fill(self, inputs: Mapping[str, Any], shape: list[Any], values: list[Any], context: Context) -> str:
        key = tuple(shape)
        if key not in self.drawings:
            return self._draw(key, inputs, values, context)
        drawing = self.drawings[key]
        return drawing.fill(values) if drawing else self._render(inputs, context)

    def _render(self, inputs: Mapping[str, Any], context: Context) -> str:
        return self.template.render(context.new(dict(inputs)))

    def _draw(self, key: tuple[Any, ...], inputs: Mapping[str, Any], values: list[Any], context: Context) -> str:
        """Draws the shape, and compares it with the component itself: a drawing that differs is not used."""
        rendered = self._render(inputs, context)
        slots = Slots()
        drawn = self._render({name: slots.put(value) for name, value in inputs.items()}, context)
        drawing = None if slots.asked or _UNKNOWN in drawn else Drawing(drawn)
        if drawing is None or drawing.fill(values) != rendered:
            drawing = None
            asked = ", ".join(sorted(set(slots.asked))) or "something"
            warnings.warn(
                f"{self.template.name} asks {asked} of a text and is no stencil.", RuntimeWarning, stacklevel=2
            )
        if len(self.drawings) >= MOST_SHAPES:
            self.drawings.clear()
        self.drawings[key] = drawing
        return rendered


class Drawing:
    """A component of one shape: pieces of HTML, and which value is written how in each gap between them."""

    def __init__(self, drawn: str) -> None:
        self.pieces: list[str] = []
        self.gaps: list[tuple[int, int, Callable[[Any], str]]] = []
        end = 0
        for token in _TOKEN.finditer(drawn):
            self.pieces += [drawn[end : token.start()], ""]
            self.gaps.append((len(self.pieces) - 1, int(token[2]), _WRITTEN[token[1]]))
            end = token.end()
        self.pieces.append(drawn[end:])

    def fill(self, values: list[Any]) -> SafeString:
        """The HTML with the values in its gaps."""
        pieces = self.pieces.copy()
        for place, number, write in self.gaps:
            pieces[place] = write(values[number])
        return SafeString("".join(pieces))


class Slots:
    """Makes the likenesses of a component's inputs, which hold slots in the order of `_measure`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.count = 0

    def put(self, value: Any) -> Any:
        """The value with slots in the place of its texts and dates."""
        kind = type(value)
        if kind is str or kind is SafeString:
            return self._slot(Slot if kind is str else SafeSlot) if value else value
        if kind is date or kind is datetime:
            self.count += 1
            return DaySlot(f"{_DAY}{self.count - 1}\ue003")
        if kind is tuple or kind is list:
            return tuple(self.put(part) for part in value)
        if is_dataclass(kind):
            likeness = object.__new__(kind)
            for name in _names(kind):
                object.__setattr__(likeness, name, self.put(getattr(value, name)))
            return likeness
        return value

    def _slot(self, kind: type[Slot]) -> Slot:
        slot = kind(f"{_UNKNOWN}{self.count}")
        slot.asked, slot.number = self.asked, self.count
        self.count += 1
        return slot


def _measure(parts: Iterable[Any], shape: list[Any], values: list[Any]) -> None:
    """Adds what each part adds to the shape, and its texts and dates to the values."""
    for part in parts:
        kind = type(part)
        if kind is str or kind is SafeString:
            shape.append(kind if part else "")
            if part:
                values.append(part)
        elif kind is bool:
            shape.append(part)
        elif kind is date or kind is datetime:
            shape.append(kind)
            values.append(part)
        elif kind is tuple or kind is list:
            shape.append(len(part))
            _measure(part, shape, values)
        elif of := _parts(cast("Hashable", kind)):
            shape.append(kind)
            _measure(of(part), shape, values)
        else:
            shape.append(part)


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    """The fields of a dataclass that its components may show; of anything else, nothing."""
    if not (isinstance(kind, type) and is_dataclass(kind)):
        return ()
    return tuple(field.name for field in fields(kind) if field.metadata != NOT_DRAWN)


@cache
def _parts(kind: Hashable) -> Callable[[Any], tuple[Any, ...]] | None:
    """What reads all fields of a dataclass at once; of anything else, nothing."""
    names = _names(kind)
    if len(names) == 1:
        return lambda whole: (getattr(whole, names[0]),)
    return attrgetter(*names) if names else None
