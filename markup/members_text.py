"""Members' Markdown to HTML: paragraphs, lists, emphasis, quotes and links; never pictures, classes or raw HTML."""

from typing import Final

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

MAX_LENGTH: Final = 20_000
LINK_REL: Final = "ugc nofollow noopener noreferrer"
_TAGS: Final = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"}


class TextTooLongError(ValidationError):
    """The text is longer than MAX_LENGTH characters."""


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("js-default", {"html": False, "linkify": True, "maxNesting": 20})
    return renderer.disable(["image", "table", "lheading"])


_TALK = _renderer().disable("heading")
_STORY = _renderer()


def render(text: str, *, with_headings: bool = False) -> str:
    """Safe HTML of a member's text; headings (h2, h3) only where `with_headings`, as in stories.

    Raises TextTooLongError for more than MAX_LENGTH characters.
    """
    if len(text) > MAX_LENGTH:
        most = {"most": MAX_LENGTH}
        raise TextTooLongError({"body": _("The text is too long; %(most)d characters are the most.") % most})
    html = (_STORY if with_headings else _TALK).render(text)
    for level in "1456":
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return nh3.clean(
        html,
        tags=_TAGS | {"h2", "h3"} if with_headings else _TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        link_rel=LINK_REL,
    )
