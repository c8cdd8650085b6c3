"""Members' Markdown to HTML: paragraphs, lists, emphasis, quotes and links; never pictures, classes or raw HTML."""

import re
from typing import Final

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext
from markdown_it import MarkdownIt

from markup.links import say_where_links_lead, write_links_out

MAX_LENGTH: Final = 20_000
LINK_REL: Final = "ugc nofollow noopener noreferrer"
_HEADING: Final = re.compile(r"<(/?)h[1-6]>")
_TAGS: Final = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"}


class TextTooLongError(ValidationError):
    """The text is longer than MAX_LENGTH characters."""


def _renderer(*, with_headings: bool, with_links: bool) -> MarkdownIt:
    renderer = MarkdownIt("js-default", {"html": False, "linkify": True, "maxNesting": 20})
    renderer.disable(["image", "table", "lheading", *([] if with_headings else ["heading"])])
    (say_where_links_lead if with_links else write_links_out)(renderer)
    return renderer


_RENDERERS: Final = {
    (with_headings, with_links): _renderer(with_headings=with_headings, with_links=with_links)
    for with_headings in (True, False)
    for with_links in (True, False)
}


def render(text: str, *, with_headings: bool = False, with_links: bool = True) -> str:
    """Safe HTML of a member's text; headings, all of one level (h2), only where `with_headings`, as in stories.
    Without `with_links` addresses stay plain text.

    Raises TextTooLongError for more than MAX_LENGTH characters.
    """
    if len(text) > MAX_LENGTH:
        sentence = ngettext(
            "The text is too long: it may have %(most)d character.",
            "The text is too long: it may have %(most)d characters.",
            MAX_LENGTH,
        )
        raise TextTooLongError({"body": sentence % {"most": MAX_LENGTH}})
    html = _RENDERERS[with_headings, with_links].render(text)
    html = _HEADING.sub(r"<\1h2>", html)
    return nh3.clean(
        html,
        tags=_TAGS | {"h2"} if with_headings else _TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        link_rel=LINK_REL,
    )
