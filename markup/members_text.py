"""Members' Markdown to HTML: paragraphs, lists, emphasis, quotes and links; never pictures, classes or raw HTML."""

import re
from typing import Final

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext
from markdown_it import MarkdownIt

MAX_LENGTH: Final = 20_000
LINK_REL: Final = "ugc nofollow noopener noreferrer"
_HEADING: Final = re.compile(r"<(/?)h[1-6]>")
_TAGS: Final = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"}


class TextTooLongError(ValidationError):
    """The text is longer than MAX_LENGTH characters."""


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("js-default", {"html": False, "linkify": True, "maxNesting": 20})
    return renderer.disable(["image", "table", "lheading"])


_TALK = _renderer().disable("heading")
_STORY = _renderer()


def render(text: str, *, with_headings: bool = False) -> str:
    """Safe HTML of a member's text; headings, all of one level (h2), only where `with_headings`, as in stories.

    Raises TextTooLongError for more than MAX_LENGTH characters.
    """
    if len(text) > MAX_LENGTH:
        sentence = ngettext(
            "The text is too long: it may have %(most)d character.",
            "The text is too long: it may have %(most)d characters.",
            MAX_LENGTH,
        )
        raise TextTooLongError({"body": sentence % {"most": MAX_LENGTH}})
    html = (_STORY if with_headings else _TALK).render(text)
    html = _HEADING.sub(r"<\1h2>", html)
    return nh3.clean(
        html,
        tags=_TAGS | {"h2"} if with_headings else _TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        link_rel=LINK_REL,
    )
