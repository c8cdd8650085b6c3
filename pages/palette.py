"""The colours of the site and how well they can be read: pure but for reading the stylesheet's own tokens."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TOKENS_FILE = Path(__file__).resolve().parent.parent / "static" / "css" / "10-tokens.css"
MODES = ("light", "dark")
_BLOCK = re.compile(r":root(?P<selector>[^{]*)\{(?P<body>[^}]*)\}")
_COLOUR = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<colour>#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})\s*(?:;|$)")

AAA, GRAPHIC = 7.0, 3.0
TEXT_PAIRS = (
    *(("ink", ground) for ground in ("paper", "surface", "sunken", "pine-tint", "plum-tint", "sun-tint", "alert-tint")),
    *(("ink-2", ground) for ground in ("paper", "surface", "sunken", "pine-tint", "plum-tint")),
    *(("pine", ground) for ground in ("paper", "surface", "sunken", "pine-tint", "plum-tint", "sun-tint")),
    ("pine-hover", "paper"),
    *(("visited", ground) for ground in ("paper", "surface", "pine-tint", "plum-tint")),
    *(("on-pine", ground) for ground in ("pine", "pine-hover")),
    *(("plum", ground) for ground in ("paper", "surface", "plum-tint")),
    *(("on-plum", ground) for ground in ("plum", "plum-hover")),
    *(("alert", ground) for ground in ("surface", "paper", "alert-tint")),
    ("on-alert", "alert"),
)
GRAPHIC_PAIRS = (
    *(("control", ground) for ground in ("surface", "paper", "plum-tint")),
    ("pine", "land"),
    ("focus-in", "focus-out"),
)
"""What is text, and what is only a border, a shape or a focus ring. `land` on `sunken` is decoration."""


@dataclass(frozen=True)
class Pair:
    """A colour on a ground in one mode, with its contrast and the least that it needs."""

    colour: str
    ground: str
    mode: str
    contrast: float
    least: float


@cache
def site_tokens() -> dict[str, dict[str, str]]:
    """The colours of our own stylesheet: {mode: {token: #rrggbb}}."""
    return read_tokens(TOKENS_FILE.read_text("utf-8"))


def read_tokens(css: str) -> dict[str, dict[str, str]]:
    """The colours that a stylesheet gives its tokens; dark keeps what it does not change."""
    modes: dict[str, dict[str, str]] = {mode: {} for mode in MODES}
    for block in _BLOCK.finditer(css):
        found = {match["name"]: _six(match["colour"]) for match in _COLOUR.finditer(block["body"])}
        modes["dark"].update(found)
        if not block["selector"].strip():
            modes["light"].update(found)
    return modes


def themed(theme: Mapping[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    """The site's colours with an owner's own, {token: (light, dark)}, in their place."""
    return {
        mode: site_tokens()[mode] | {token: colours[place] for token, colours in theme.items()}
        for place, mode in enumerate(MODES)
    }


def contrast(one: str, other: str) -> float:
    """From 1 to 21. Source: WCAG 2.2, “contrast ratio” and “relative luminance”."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(tokens: Mapping[str, Mapping[str, str]]) -> Iterator[Pair]:
    """Every pair that the site's design uses, in both modes."""
    for mode in MODES:
        colours = tokens[mode]
        for table, least in ((TEXT_PAIRS, AAA), (GRAPHIC_PAIRS, GRAPHIC)):
            for colour, ground in table:
                yield Pair(colour, ground, mode, contrast(colours[colour], colours[ground]), least)
        ring = max(("focus-in", "focus-out"), key=lambda name: contrast(colours[name], colours["paper"]))
        yield Pair(ring, "paper", mode, contrast(colours[ring], colours["paper"]), GRAPHIC)


def unreadable(tokens: Mapping[str, Mapping[str, str]]) -> list[Pair]:
    """The pairs that fall below what they need."""
    return [pair for pair in pairs(tokens) if pair.contrast < pair.least]


def theme_css(theme: Mapping[str, tuple[str, str]]) -> str:
    """The stylesheet that puts an owner's colours in the place of the site's, in the same three rules as the tokens."""
    if not theme:
        return ""
    light, dark = ("".join(f"--{token}:{colours[mode]};" for token, colours in theme.items()) for mode in (0, 1))
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
    )


def _six(colour: str) -> str:
    """#abc as #aabbcc."""
    digits = colour[1:].lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
