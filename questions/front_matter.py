"""Text files that start with front matter in YAML: pure. Reading keeps the lines; writing gives the same bytes always.

Every plain value is read as text: `verdict: no` is the word “no”, `value: 0085` keeps its zeros. What a value means is
decided by the key that it stands under (`front_matter_fields.py`), never by how it looks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _

MAX_BYTES: Final = 1_000_000
_FENCE: Final = "---"
_MAX_DEPTH: Final = 4
_NULLS: Final = {"null", "Null", "NULL", "~"}
_NOT_STORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_NEEDS_ESCAPES: Final = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_LOADER: Final = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class ContentError(ValueError):
    """A file that cannot be taken in: which one, at which line (0: none of them), and why, in words for its writer."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        sentence = _("%(path)s, line %(line)d: %(reason)s") if line else _("%(path)s: %(reason)s")
        super().__init__(sentence % {"path": path, "line": line, "reason": reason})
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True)
class Node:
    """A value of the front matter and the line where it starts."""

    line: int
    value: "str | list[Node] | dict[str, Node]"


@dataclass(frozen=True)
class Document:
    """A file taken apart: its front matter, its body without the white space around it, and where the body starts."""

    path: str
    front_matter: Node
    body: str
    body_line: int

    def lines(self) -> dict[str, int]:
        """Where each value stands, under its way there: `title`, `sources.0`, `reviews.1.due_on`, `body`."""
        return {"body": self.body_line, **dict(_walk(self.front_matter, ""))}


def read(path: str, data: bytes) -> Document:
    """Takes a file apart. Raises ContentError."""
    text = _decode(path, data)
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError(path, 1, _("The file does not start with a line of three hyphens (---)."))
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if end is None:
        raise ContentError(path, len(lines), _("No line of three hyphens (---) ends the front matter."))
    rest = "\n".join(lines[end + 1 :])
    blank_lines = rest[: len(rest) - len(rest.lstrip())].count("\n")
    return Document(
        path=path,
        front_matter=_Composer(path, "\n".join(lines[1:end])).compose(),
        body=rest.strip(),
        body_line=end + 2 + blank_lines,
    )


def write(values: Mapping[str, Any], body: str) -> bytes:
    """The one way to write these values and this body: block style, keys in the given order, UTF-8, `\\n`."""
    front_matter = yaml.dump(
        dict(values),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=float("inf"),
        line_break="\n",
    )
    return "".join([f"{_FENCE}\n", front_matter, f"{_FENCE}\n", f"{body}\n" if body else ""]).encode()


def _decode(path: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise ContentError(path, 1, _("The file is larger than 1 MB."))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(path, line, _("The file is not UTF-8 text.")) from error
    if found := _NOT_STORABLE.search(text):
        line = text[: found.start()].count("\n") + 1
        raise ContentError(path, line, _("Here stands a character that cannot be stored."))
    return text


def _walk(node: Node, way: str) -> Iterator[tuple[str, int]]:
    if isinstance(node.value, str):
        return
    children = node.value.items() if isinstance(node.value, dict) else enumerate(node.value)
    for name, child in children:
        yield f"{way}{name}", child.line
        yield from _walk(child, f"{way}{name}.")


class _Composer:
    """Builds the nodes of one YAML document, without anchors, aliases, tags, repeated keys or depth."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.events = yaml.parse(text, Loader=_LOADER)

    def compose(self) -> Node:
        try:
            starts = [next(self.events), next(self.events)]
            if not isinstance(starts[1], yaml.DocumentStartEvent):
                raise ContentError(self.path, 1, _("The front matter is empty."))
            node = self._node(next(self.events), depth=0)
            next(self.events)
            if not isinstance(last := next(self.events), yaml.StreamEndEvent):
                raise self._error(last, _("The front matter holds more than one document."))
        except yaml.YAMLError as error:
            raise self._not_yaml(error) from error
        return node

    def _line(self, event: yaml.Event) -> int:
        """The line of the file: YAML counts from 0, and the line of hyphens stands above it."""
        return event.start_mark.line + 2 if event.start_mark else 1

    def _error(self, event: yaml.Event, reason: str) -> ContentError:
        return ContentError(self.path, self._line(event), reason)

    def _not_yaml(self, error: yaml.YAMLError) -> ContentError:
        """What the parser says, at the line where the value starts rather than where the parser gave up."""
        reason = _("The front matter is not YAML: %(problem)s.")
        if not isinstance(error, yaml.MarkedYAMLError):
            return ContentError(self.path, 1, reason % {"problem": error})
        is_within_value = "scanning" in (error.context or "")
        mark = (error.context_mark if is_within_value else None) or error.problem_mark
        return ContentError(self.path, mark.line + 2 if mark else 1, reason % {"problem": error.problem})

    def _node(self, event: yaml.Event, *, depth: int) -> Node:
        if getattr(event, "anchor", None):
            raise self._error(event, _("Anchors (&) and aliases (*) are not allowed. Put the value in quotes."))
        if getattr(event, "tag", None):
            raise self._error(event, _("Tags (!) are not allowed. Put the value in quotes."))
        if depth > _MAX_DEPTH:
            raise self._error(event, _("Lists and mappings stand too deep inside each other."))
        line = self._line(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(line, self._items(depth))
        if isinstance(event, yaml.MappingStartEvent):
            return Node(line, self._pairs(depth))
        return Node(line, self._text(event))

    def _items(self, depth: int) -> list[Node]:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth=depth + 1))
        return items

    def _pairs(self, depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth=depth + 1)
            if not isinstance(key.value, str):
                raise self._error(event, _("A key must be text."))
            if key.value in pairs:
                raise self._error(event, _("“%(key)s” stands here twice.") % {"key": key.value})
            value = self._node(next(self.events), depth=depth + 1)
            pairs[key.value] = Node(key.line, value.value)
        return pairs

    def _text(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise TypeError(event)
        if _NOT_STORABLE.search(event.value):
            raise self._error(event, _("Here stands a character that cannot be stored."))
        is_plain = event.implicit[0]
        return "" if is_plain and event.value in _NULLS else str(event.value)


class _Dumper(yaml.SafeDumper):
    """Writes each value on one line and never an alias. In Python and not in C, so that all machines write the same."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _NEEDS_ESCAPES.search(text) else None)


def _write_moment(dumper: _Dumper, moment: datetime) -> yaml.ScalarNode:
    text = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", text)


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(datetime, _write_moment)
