"""Links in what members write: they say where they lead, and an account that nobody knows yet makes none."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_HOST: Final = re.compile(r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w-])")
_PATH: Final = re.compile(r"(?<=\w)/\S*")
_ADDRESS: Final = re.compile(r"[^\s@]{1,64}@")
_TRACE: Final = re.compile(r"[.:/@\]]\S")


def may_hold_links(text: str) -> bool:
    """Whether a text may have addresses: never wrong about a text that has, often wrong about one that has not."""
    return bool(_TRACE.search(text))


def say_where_links_lead(markdown: MarkdownIt) -> None:
    """Text that names another host than the link's gets the true one behind it: “bank.example [evil.example]”."""
    markdown.core.ruler.push("true_hosts", _true_hosts)


def write_links_out(markdown: MarkdownIt) -> None:
    """No anchors: the address stands behind the words, as text."""
    markdown.core.ruler.push("links_as_text", _as_text)


def _true_hosts(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = _shown(token.children)


def _shown(children: Sequence[Token]) -> list[Token]:
    shown: list[Token] = []
    words, href = "", ""
    for child in children:
        if child.type == "link_open":
            words, href = "", str(child.attrGet("href") or "")
        elif child.type == "link_close":
            host = host_of(href)
            if names_another_host(words, host):
                shown.append(_text(f" [{host}]"))
        else:
            words += child.content
        shown.append(child)
    return shown


def _as_text(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = _written_out(token.children)


def _written_out(children: Sequence[Token]) -> list[Token]:
    written: list[Token] = []
    words, href = "", ""
    for child in children:
        if child.type == "link_open":
            words, href = "", str(child.attrGet("href") or "")
        elif child.type == "link_close":
            if _bare(words) != _bare(href):
                written.append(_text(f" ({href})"))
        else:
            words += child.content
            written.append(child)
    return written


def host_of(href: str) -> str:
    """The host that a link leads to, or of an e-mail address the part behind the at sign; empty without one."""
    if href.startswith("mailto:"):
        return href.partition("?")[0].rpartition("@")[2].casefold()
    try:
        return (urlsplit(href).hostname or "").casefold()
    except ValueError:
        return ""


def names_another_host(words: str, host: str) -> bool:
    """Whether the words of a link look like an address of somewhere else."""
    said = _PATH.sub(" ", unicodedata.normalize("NFKC", words).casefold().replace("://", " "))
    named = _HOST.findall(_ADDRESS.sub("", said)) + (_HOST.findall(said.partition("@")[0]) if "://" in words else [])
    return any(_is_host(name) and _bare(name) not in {_bare(host), _bare(_decoded(host))} for name in named)


def _is_host(name: str) -> bool:
    """Whether it may be a host: the last part is a word, not a number or a single letter as in “e.g.”."""
    last = name.rpartition(".")[2]
    return len(last) > 1 and last.isalpha()


def _decoded(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", address.strip().casefold()).rstrip("/")


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token
