"""Reads the values of front matter as what their keys want: text, numbers, dates, lists. Pure."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Final

from django.utils.translation import gettext as _

from questions.front_matter import ContentError, Node

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


class Fields:
    """The keys of one mapping, each read as what it must be. Every method raises ContentError with the value's line."""

    def __init__(self, path: str, node: Node, *, known: Collection[str]) -> None:
        if not isinstance(node.value, dict):
            raise ContentError(path, node.line, _("Here must stand names with a colon and a value each."))
        unknown = [key for key in node.value if key not in known]
        if unknown:
            reason = _("There is no “%(key)s” here; known are: %(known)s.")
            line = node.value[unknown[0]].line
            raise ContentError(path, line, reason % {"key": unknown[0], "known": ", ".join(known)})
        self.path, self.line, self.nodes = path, node.line, node.value

    def error(self, key: str, reason: str) -> ContentError:
        return ContentError(self.path, self.nodes[key].line if key in self.nodes else self.line, reason)

    def text(self, key: str, default: str | None = None) -> str:
        """The text under the key; an error without the key, unless there is a default."""
        node = self.nodes.get(key)
        if node is None:
            if default is None:
                raise self.error(key, _("“%(key)s” is missing.") % {"key": key})
            return default
        if not isinstance(node.value, str):
            raise self.error(key, _("“%(key)s” must be text.") % {"key": key})
        return node.value

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            reason = _("“%(key)s” is “%(value)s”; it must be one of: %(allowed)s.")
            raise self.error(key, reason % {"key": key, "value": value, "allowed": ", ".join(allowed)})
        return value

    def switch(self, key: str, *, default: bool) -> bool:
        return self.choice(key, ("true", "false"), str(default).lower()) == "true"

    def number(self, key: str) -> int:
        value = self.text(key)
        if not _NUMBER.fullmatch(value):
            raise self.error(key, _("“%(key)s” must be a whole number.") % {"key": key})
        return int(value)

    def optional_number(self, key: str) -> int | None:
        return self.number(key) if self.text(key, "") else None

    def day(self, key: str) -> date:
        value = self.text(key)
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self.error(key, _("“%(key)s” must be a date such as 2026-05-08.") % {"key": key})

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if self.text(key, "") else None

    def moment(self, key: str) -> datetime:
        """A date and time with its offset, in UTC."""
        value = self.text(key)
        try:
            if _MOMENT.fullmatch(value):
                return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise self.error(key, _("“%(key)s” must be a date and time such as 2026-05-08T10:00:00Z.") % {"key": key})

    def optional_moment(self, key: str) -> datetime | None:
        return self.moment(key) if self.text(key, "") else None

    def texts(self, key: str, *, is_optional: bool = False) -> tuple[str, ...]:
        """A list of texts, none of them twice."""
        texts: list[str] = []
        for node in self._items(key, is_optional=is_optional):
            if not isinstance(node.value, str):
                raise ContentError(self.path, node.line, _("Each entry of “%(key)s” must be text.") % {"key": key})
            if node.value in texts:
                reason = _("“%(value)s” stands in “%(key)s” twice.") % {"value": node.value, "key": key}
                raise ContentError(self.path, node.line, reason)
            texts.append(node.value)
        return tuple(texts)

    def records(self, key: str, *, known: Collection[str]) -> list["Fields"]:
        """A list of mappings, each with these keys."""
        return [Fields(self.path, node, known=known) for node in self._items(key)]

    def _items(self, key: str, *, is_optional: bool = False) -> list[Node]:
        node = self.nodes.get(key)
        if node is None:
            if is_optional:
                return []
            raise self.error(key, _("“%(key)s” is missing.") % {"key": key})
        if not isinstance(node.value, list):
            raise self.error(key, _("“%(key)s” must be a list; an empty one is written [].") % {"key": key})
        return node.value
