"""The article of a summary: Markdown with the blocks of docs/editors/writing-summaries.md, to safe HTML."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import nh3
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin

from markup.pictures import is_own, render_picture

_MARK = r" ?\[\d{1,3}\]"
_CITATIONS = re.compile(rf"{_MARK}(?:(?:{_MARK}){{99}}|(?:{_MARK}){{0,98}}(?![(\[:]))")
"""Marks in a row that lead to no link; a hundred are one citation, so that no run of them is read again and again."""
_FLAG = re.compile(r"\{(chance|family|check)\}\s*")
_DOTS = re.compile(r"[1-9]?[0-9]|100")
FLAG_ICONS: Final = {"chance": "i-dice", "family": "i-family", "check": "i-check"}
_CLASSES: Final = {
    "dl": ("pair",),
    "ul": ("bul", "conds"),
    "ol": ("num",),
    "section": ("care", "care care-urgent", "care care-emergency"),
    "div": ("note", "note note-warning", "flow"),
    "figure": ("hundred",),
    "sup": ("cite",),
    "span": ("vh", "flag"),
    "strong": ("flag",),
    "i": tuple(f"flag-{name}" for name in FLAG_ICONS) + tuple(f"dots-{n}" for n in range(101)),
}
_TAGS: Final = {
    *("p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr", "h2", "h3", "h4"),
    *("table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "div", "section", "figure", "figcaption"),
    *("sup", "span", "i", "img"),
}


@dataclass(frozen=True)
class Heading:
    """A second-level heading: its anchor and its words."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Article:
    """A rendered article: safe HTML, its headings in order, and the numbers of the sources that it cites."""

    html: str
    headings: tuple[Heading, ...]
    cited: frozenset[int]


class ArticleError(ValueError):
    """The text cannot be an article; the message says why, in words for its writer."""


def render(text: str) -> Article:
    """Raises ArticleError for a heading of the first level, a skipped level, or dots that are no number to 100."""
    environment: dict[str, object] = {"cited": set()}
    tokens = parse(text, environment)
    headings = _name_headings(tokens)
    html = nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, environment),
        tags=_TAGS,
        attributes={
            "a": {"href", "aria-label"},
            "section": {"aria-labelledby"},
            "ol": {"start"},
            "img": {"src", "alt", "width", "height"},
            "*": {"class", "id"},
        },
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    cited = environment["cited"]
    if not isinstance(cited, set):
        raise TypeError
    return Article(html=_draw(html), headings=headings, cited=frozenset(cited))


def parse(text: str, environment: dict[str, object] | None = None) -> list[Token]:
    """The tokens of the article; `environment["cited"]` gathers the numbers that it cites."""
    return _MARKDOWN.parse(text, {"cited": set()} if environment is None else environment)


def inline_words(token: Token) -> str:
    """The words of a paragraph, a heading or a list item, without marks, pictures and citations."""
    return "".join(_words(child) for child in token.children or []).strip()


def numbers_in(text: str) -> frozenset[int]:
    """The numbers that the text cites."""
    environment: dict[str, object] = {"cited": set()}
    parse(text, environment)
    cited = environment["cited"]
    return frozenset(cited) if isinstance(cited, set) else frozenset()


def renumber(text: str, numbers: Mapping[int, int]) -> str:
    """The text with other numbers in its citations; a number that the mapping does not name stays."""
    return _CITATIONS.sub(
        lambda marks: re.sub(r"\d+", lambda n: str(numbers.get(int(n.group()), int(n.group()))), marks.group()), text
    )


def plain_text(text: str) -> str:
    """The words of the article, a sentence end after each block, for counting and measuring."""
    lines = []
    for token in parse(text):
        if token.type == "inline" and token.children:
            words = inline_words(token)
            if words:
                lines.append(words if words[-1] in ".!?:" else f"{words}.")
    return " ".join(lines)


def _words(token: Token) -> str:
    if token.type in {"text", "code_inline"}:
        return token.content
    if token.type == "html_inline" and "flag" in token.content:
        return ". "
    return " " if "break" in token.type else ""


def citation_html(numbers: Sequence[int]) -> str:
    """The mark that leads to the numbered sources."""
    links = " ".join(
        f'<a href="#source-{n}" aria-label="{_("Source %(number)d") % {"number": n}}">[{n}]</a>' for n in numbers
    )
    return f'<sup class="cite">{links}</sup>'


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return value if value in _CLASSES.get(tag, ()) else None
    if attribute == "id":
        return value if tag in {"h2", "h3"} else None
    if attribute == "src":
        return value if is_own(value) else None
    return value


def _draw(html: str) -> str:
    """Puts our own drawings in place of the marks that the sanitiser let through."""
    for name, icon in FLAG_ICONS.items():
        drawing = f'<svg class="icon" aria-hidden="true"><use href="#{icon}"></use></svg>'
        html = html.replace(f'<i class="flag-{name}"></i>', drawing)
    return re.sub(r'<i class="dots-(\d+)"></i>', lambda match: dots_svg(int(match.group(1))), html)


def dots_svg(filled: int) -> str:
    """One hundred dots in five rows of twenty, the first `filled` of them filled in.

    A row is one line whose dashes have no length and round ends, so that a hundred dots weigh as little as one.
    """
    all_rows = "".join(_dot_row(row, 20) for row in range(5))
    filled_rows = "".join(_dot_row(row, min(20, filled - 20 * row)) for row in range(5) if filled > 20 * row)
    label = ngettext("100 dots, %(count)d dot filled in.", "100 dots, %(count)d dots filled in.", filled) % {
        "count": filled
    }
    return (
        f'<svg viewBox="0 0 500 128" role="img" aria-label="{label}">'
        f'<path class="o" d="{all_rows}"/><path class="h" d="{all_rows}"/><path class="f" d="{filled_rows}"/></svg>'
    )


def _dot_row(row: int, dots: int) -> str:
    return f"M12.5 {12.75 + 25.5 * row:g}h{25 * (dots - 1) + 0.01:g}"


def _name_headings(tokens: Sequence[Token]) -> tuple[Heading, ...]:
    headings: list[Heading] = []
    taken: Counter[str] = Counter()
    last_level = 1
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        level = int(opening.tag[1])
        if level == 1:
            raise ArticleError(
                _("“%(heading)s” is a heading of the first level: use ##.") % {"heading": inline.content}
            )
        if level > last_level + 1:
            raise ArticleError(_("“%(heading)s” skips a heading level.") % {"heading": inline.content})
        last_level = level
        if level > 3:
            continue
        words = inline_words(inline)
        anchor = _free_anchor(slugify(words)[:60].strip("-") or "section", taken)
        opening.attrSet("id", f"about-{anchor}")
        if level == 2:
            headings.append(Heading(f"about-{anchor}", words))
    return tuple(headings)


def _free_anchor(base: str, taken: Counter[str]) -> str:
    """The base, or with the next free number; `taken` counts on, so that many equal headings stay cheap."""
    anchor = base
    while anchor in taken:
        taken[base] += 1
        anchor = f"{base}-{taken[base]}"
    taken[anchor] = 1
    return anchor


def _cite(state: StateInline, silent: bool) -> bool:
    match = _CITATIONS.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.pending = state.pending.rstrip(" ")
        numbers = [int(number) for number in re.findall(r"\d+", match.group())]
        state.env["cited"].update(numbers)
        token = state.push("citation", "sup", 0)
        token.meta = {"numbers": numbers}
    state.pos = match.end()
    return True


def _shape_blocks(state: StateCore) -> None:
    """Gives lists their look, wraps the terms of a pair, and turns `{flag} words` into a flag."""
    shaped: list[Token] = []
    within: list[str] = []
    for token in state.tokens:
        if token.type.startswith("container_"):
            block = token.type.removeprefix("container_").removesuffix("_open").removesuffix("_close")
            if token.nesting == 1:
                within.append(block)
            else:
                within.pop()
            if block in {"pair", "facts"}:
                continue
        elif token.type == "bullet_list_open":
            token.attrSet("class", "conds" if within[-1:] == ["facts"] else "bul")
        elif token.type == "ordered_list_open":
            token.attrSet("class", "num")
        elif within[-1:] == ["pair"]:
            shaped.extend(_pair_tokens(token, shaped))
            continue
        if token.type == "inline" and token.children:
            token.children = _flag_tokens(token.children, in_facts=within[-1:] == ["facts"])
        shaped.append(token)
    state.tokens = shaped


def _pair_tokens(token: Token, before: Sequence[Token]) -> list[Token]:
    wrap_open, wrap_close = Token("pair_item_open", "div", 1), Token("pair_item_close", "div", -1)
    if token.type == "dl_open":
        token.attrSet("class", "pair")
        return [token]
    if token.type == "dl_close":
        return [wrap_close, token]
    if token.type == "dt_open":
        return [wrap_open, token] if before and before[-1].type == "dl_open" else [wrap_close, wrap_open, token]
    if token.type == "inline" and token.children:
        token.children = _flag_tokens(token.children, in_facts=False)
    return [token]


def _flag_tokens(children: Sequence[Token], *, in_facts: bool) -> list[Token]:
    """`words {chance} By chance` becomes words, then a flag that holds the icon and the words after it."""
    tag = "span" if in_facts else "strong"
    tokens: list[Token] = [_html("<div>")] if in_facts else []
    is_open = False
    for child in children:
        match = _FLAG.search(child.content) if child.type == "text" else None
        if not match or is_open:
            tokens.append(child)
            continue
        head, tail = Token("text", "", 0), Token("text", "", 0)
        head.content, tail.content = child.content[: match.start()].rstrip(), child.content[match.end() :]
        end_of_words = "</div>" if in_facts else ""
        tokens += [head, _html(f'{end_of_words}<{tag} class="flag"><i class="flag-{match.group(1)}"></i>'), tail]
        is_open = True
    if is_open:
        tokens.append(_html(f"</{tag}>"))
    elif in_facts:
        tokens.append(_html("</div>"))
    return tokens


def _html(content: str) -> Token:
    token = Token("html_inline", "", 0)
    token.content = content
    return token


def _render_citation(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    return citation_html(tokens[index].meta["numbers"])


_CARE: Final = {
    "care": ("care", lambda: _("Non-urgent care:")),
    "care-urgent": ("care care-urgent", lambda: _("Urgent care:")),
    "care-emergency": ("care care-emergency", lambda: _("Emergency:")),
}


def _render_block(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: EnvType,
) -> str:
    token = tokens[index]
    name = token.type.removeprefix("container_").removesuffix("_open").removesuffix("_close")
    rest = token.info.strip().removeprefix(name)
    if name in _CARE:
        css_class, kind = _CARE[name]
        if token.nesting == 1:
            title = _MARKDOWN.renderInline(rest.strip(), env)
            return f'<section class="{css_class}"><h3><span class="vh">{kind()} </span>{title}</h3><div class="flow">'
        return "</div></section>"
    if name == "dots":
        if token.nesting == 1:
            if not _DOTS.fullmatch(rest.strip()):
                raise ArticleError(_("“::: dots” needs a whole number from 0 to 100 after it."))
            return f'<figure class="hundred"><i class="dots-{rest.strip()}"></i><figcaption>'
        return "</figcaption></figure>"
    if token.nesting == 1:
        return '<div class="note note-warning">' if name == "notice-warning" else '<div class="note">'
    return "</div>"


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "maxNesting": 20}).disable(["lheading"])
    markdown.use(deflist_plugin)
    for name in ("care", "care-urgent", "care-emergency", "pair", "facts", "dots", "notice", "notice-warning"):
        markdown.use(
            container_plugin,
            name,
            validate=lambda parameters, _marker, name=name: parameters.strip().split(" ")[0] == name,
            render=_render_block,
        )
    markdown.inline.ruler.before("link", "citation", _cite)
    markdown.core.ruler.push("blocks", _shape_blocks)
    markdown.add_render_rule("citation", _render_citation)
    markdown.add_render_rule("image", render_picture)
    return markdown


_MARKDOWN = _markdown()
