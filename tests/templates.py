"""Reads Django templates as people would: what stands in them as text, and what stands beside a number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parent.parent / "templates"
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "content", "placeholder", "title"}
SILENT_ELEMENTS = {"code", "script", "style"}
# “number” is missing: it is a name, as in “version 3”, and not a count.
NUMBER = re.compile(
    r"(^|[._|])(\w*_)?(count|counts|total|length|points|people|members|answers|days|hours|minutes|minimum|versions|words|add)$"
)


def templates() -> list[Path]:
    return sorted([*ROOT.rglob("*.html"), *ROOT.rglob("*.txt")])


@dataclass(frozen=True)
class Piece:
    """A token of a template: `kind` is text, var or block. `block` is the translation that it stands in, or nothing."""

    kind: str
    text: str
    block: str


def pieces(source: str) -> Iterator[Piece]:
    """The template without its comments."""
    block, is_comment = "", False
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK and name in {"comment", "endcomment"}:
            is_comment = name == "comment"
        elif token.token_type == TokenType.COMMENT or is_comment:
            continue
        elif token.token_type == TokenType.BLOCK and name in {"blocktranslate", "blocktrans"}:
            block = token.contents
        elif token.token_type == TokenType.BLOCK and name in {"endblocktranslate", "endblocktrans"}:
            block = ""
        else:
            yield Piece(token.token_type.name.lower(), token.contents, block)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in SILENT_ELEMENTS:
            self.inside.append(tag)
        is_named_by_value = tag == "input" and dict(attrs).get("type") in {"submit", "button"}
        spoken = SPOKEN_ATTRIBUTES | ({"value"} if is_named_by_value else set())
        if tag == "meta" and dict(attrs).get("name") != "description":
            spoken = set()
        self.found += [value for name, value in attrs if name in spoken and value]

    def handle_endtag(self, tag):
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data):
        if not self.inside:
            self.found.append(data)


def untranslated(source: str) -> list[str]:
    """Text with letters that a reader would see and no translator would."""
    reader = _Reader()
    reader.feed("".join(piece.text if piece.kind == "text" and not piece.block else " " for piece in pieces(source)))
    reader.close()
    return [" ".join(text.split()) for text in reader.found if re.search(r"[^\W\d_]", text)]


def counted_without_plural(source: str) -> list[str]:
    """A number before a word, where no plural form is chosen."""
    found = []
    everything = list(pieces(source))
    for piece, after in pairwise(everything):
        is_number = piece.kind == "var" and NUMBER.search(piece.text.split(":")[0].strip())
        is_before_word = after.kind == "text" and re.match(r"\s*(</?\w+>)?\s*[^\W\d_]{2}", after.text)
        has_plural = re.search(r"\bcount\b", piece.block)
        if is_number and is_before_word and not has_plural:
            found.append(f"{{{{ {piece.text} }}}}{after.text[:20]}")
    return found


def includes(source: str, tag: str = "include") -> Iterator[str]:
    """What each include tag, or other `tag`, says after its name."""
    for piece in pieces(source):
        if piece.kind == "block" and piece.text.split()[0] == tag:
            yield piece.text.removeprefix(tag).strip()


def filters(source: str) -> Iterator[str]:
    """The filters that are used outside of quoted text."""
    for piece in pieces(source):
        if piece.kind != "text":
            yield from re.findall(r"\|\s*(\w+)", re.sub(r"\"[^\"]*\"|'[^']*'", "", piece.text))


def drawn_once() -> dict[str, str]:
    """The components that are stencils, with those that they include: their sources by name."""
    found: dict[str, str] = {}
    waiting = [
        what for path in templates() for tag in ("stencil", "stencil_each") for what in includes(path.read_text(), tag)
    ]
    while waiting:
        name = waiting.pop().split()[0].strip("\"'")
        if name not in found:
            found[name] = (ROOT / name).read_text()
            waiting += includes(found[name])
    return found
