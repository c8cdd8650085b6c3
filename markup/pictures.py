"""Pictures in articles: only those that were uploaded to this site, each with its size in its name."""

import re
from collections.abc import Sequence
from typing import Final

from django.utils.html import escape, format_html
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

FOLDER: Final = "pictures"
NAME: Final = re.compile(r"[0-9a-f]{32}-([1-9]\d{0,3})x([1-9]\d{0,3})\.webp")
_PREFIX: Final = f"/media/{FOLDER}/"


def address(name: str) -> str:
    """Where a picture of this name is read from."""
    return f"{_PREFIX}{name}"


def is_own(src: str) -> bool:
    """Whether the picture was uploaded to this site."""
    return src.startswith(_PREFIX) and NAME.fullmatch(src.removeprefix(_PREFIX)) is not None


def render_picture(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    """The picture, with its size so that the page does not jump; any other site's picture becomes its description."""
    token = tokens[index]
    match = NAME.fullmatch(str(token.attrGet("src") or "").removeprefix(_PREFIX))
    if not match or not is_own(str(token.attrGet("src"))):
        return escape(token.content)
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}">', token.attrGet("src"), token.content.strip(), *match.groups()
    )
