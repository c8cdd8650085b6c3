"""An article as an editor sees it: sections under their headings, and the blocks of words inside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.token import Token

from markup import article

_LISTS: Final = {"bullet_list_open", "ordered_list_open", "dl_open", "table_open"}
_KINDS: Final = {
    "paragraph_open": "paragraph",
    "dt_open": "term",
    "th_open": "item",
    "td_open": "item",
}
_ITEMS: Final = {"list_item_open", "list_item_close", "dd_open", "dd_close"}


@dataclass(frozen=True)
class Block:
    """Some words that stand together.

    `kind` is paragraph, item (of a list, a pair or a table), term or title (of a care card); `card` is the block of the
    article that holds it, such as `care`, or nothing. `leads_to_list` says that a list follows at once.
    """

    kind: str
    words: str
    cited: frozenset[int]
    card: str
    leads_to_list: bool


@dataclass(frozen=True)
class Section:
    """A heading with its level, and the blocks below it up to the next heading. The first has no heading."""

    heading: str
    level: int
    blocks: tuple[Block, ...]

    @property
    def cited(self) -> frozenset[int]:
        return frozenset().union(*(block.cited for block in self.blocks))


@dataclass(frozen=True)
class Picture:
    """A picture in the article, and the words for people who cannot see it."""

    address: str
    description: str


def outline(text: str) -> tuple[Section, ...]:
    """The sections of an article, also of one that could not be rendered."""
    tokens = article.parse(text)
    sections: list[Section] = []
    heading, level, start = "", 1, 0
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            sections.append(Section(heading, level, tuple(_blocks(tokens, start, index))))
            heading, level, start = article.inline_words(tokens[index + 1]), int(token.tag[1]), index + 3
    sections.append(Section(heading, level, tuple(_blocks(tokens, start, len(tokens)))))
    return tuple(section for section in sections if section.heading or section.blocks)


def pictures(text: str) -> tuple[Picture, ...]:
    """Every picture of an article, in order."""
    children = (child for token in article.parse(text) for child in token.children or [])
    return tuple(
        Picture(str(child.attrGet("src") or ""), child.content.strip()) for child in children if child.type == "image"
    )


def _blocks(tokens: Sequence[Token], start: int, stop: int) -> Iterator[Block]:
    cards: list[str] = []
    kind, in_list = "paragraph", 0
    for index in range(start, stop):
        token = tokens[index]
        if token.type.startswith("container_") and token.nesting == 1:
            name, _space, title = token.info.strip().partition(" ")
            cards.append(name)
            if title and name.startswith("care"):
                yield Block("title", title.strip(), frozenset(), name, _leads_to_list(tokens, index + 1))
        elif token.type.startswith("container_"):
            cards.pop()
        elif token.type in _ITEMS:
            in_list += token.nesting
        elif token.type in _KINDS:
            kind = "item" if in_list else _KINDS[token.type]
        elif token.type == "inline" and (words := article.inline_words(token).removeprefix(". ")):
            card = cards[-1] if cards else ""
            yield Block(kind, words, _cited(token), card, _leads_to_list(tokens, index + 2))


def _leads_to_list(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].type in _LISTS


def _cited(token: Token) -> frozenset[int]:
    return frozenset(n for child in token.children or [] if child.type == "citation" for n in child.meta["numbers"])
