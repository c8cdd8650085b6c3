"""The picture that stands beside a link to a question: pure drawing, the same bytes for the same card.

It never shows a number of people, chances or survival: only the question, the verdict where that is safe to tease, and
who wrote the page.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
HEADING_SIZES = (76, 66, 58, 50, 44)
HEADING_TOP, HEADING_BOTTOM = 168, 448
SCALE_UP = 2
FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
TEXT_WEIGHT = 600
_NAMED = re.compile(r"(LATIN|GREEK) (SMALL|CAPITAL) LETTER (\w+)(?: WITH .*)?")


@dataclass(frozen=True)
class Card:
    """What the picture says. `colours` are those of the light mode, as pairs."""

    site: str
    heading: str
    verdict: str
    voice: str
    warning: str
    colours: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def draw(card: Card) -> bytes:
    """The card as a PNG of 1200 × 630 pixels."""
    colours = dict(card.colours)
    image = Image.new("RGB", (WIDTH, HEIGHT), colours["paper"])
    brush = ImageDraw.Draw(image)
    image.paste(_logo(colours), (MARGIN, 60))
    brush.text((MARGIN + 112, 92), drawable(card.site), font=_heading_font(44), fill=colours["ink"], anchor="lm")
    if card.warning:
        brush.text(
            (WIDTH - MARGIN, 92), drawable(card.warning), font=_text_font(28), fill=colours["ink-2"], anchor="rm"
        )
    _write_heading(brush, drawable(card.heading), colours["ink"])
    left = _draw_pill(image, drawable(card.verdict), colours) if card.verdict else MARGIN
    brush.text((left, 540), drawable(card.voice), font=_text_font(30), fill=colours["ink-2"], anchor="lm")
    brush.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=colours["pine"])
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def drawable(text: str) -> str:
    """The text in the letters that our fonts have: “β” becomes “beta”, “ł” becomes “l”. Empty where that cannot be."""
    parts = [_drawable_letter(letter) for letter in unicodedata.normalize("NFC", text)]
    return "" if None in parts else " ".join("".join(part or "" for part in parts).split())


def lines_of(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The text in lines no wider than `width`; a word that is wider by itself is broken."""
    lines: list[str] = []
    for word in _short_enough(text.split(), font, width):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _short_enough(words: list[str], font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    for word in words:
        rest = word
        while font.getlength(rest) > width:
            lengths = [font.getlength(rest[:length]) for length in range(len(rest))]
            fits = max(1, bisect_right(lengths, width) - 1)
            yield rest[:fits]
            rest = rest[fits:]
        yield rest


def _write_heading(brush: ImageDraw.ImageDraw, heading: str, colour: str) -> None:
    """The heading in the largest letters with which it fits; what does not fit in the smallest is cut."""
    for size in HEADING_SIZES:
        font, step = _heading_font(size), round(size * 1.22)
        lines = lines_of(heading, font, WIDTH - 2 * MARGIN)
        room = (HEADING_BOTTOM - HEADING_TOP) // step
        if len(lines) <= room:
            break
    else:
        last = lines[room - 1]
        while font.getlength(f"{last}…") > WIDTH - 2 * MARGIN:
            last = last[:-1]
        lines = [*lines[: room - 1], f"{last.rstrip()}…"]
    for number, line in enumerate(lines):
        brush.text((MARGIN, HEADING_TOP + number * step), line, font=font, fill=colour, anchor="la")


def _draw_pill(image: Image.Image, verdict: str, colours: Mapping[str, str]) -> int:
    """The verdict in its pill; returns where the words beside it start."""
    font = _text_font(34)
    width = round(font.getlength(verdict)) + 64
    pill = Image.new("RGB", (width * SCALE_UP, 72 * SCALE_UP), colours["paper"])
    ImageDraw.Draw(pill).rounded_rectangle(
        (0, 0, *(side - 1 for side in pill.size)), 36 * SCALE_UP, fill=colours["pine"]
    )
    image.paste(pill.resize((width, 72), Image.Resampling.LANCZOS), (MARGIN, 504))
    ImageDraw.Draw(image).text((MARGIN + 32, 540), verdict, font=font, fill=colours["on-pine"], anchor="lm")
    return MARGIN + width + 28


def _logo(colours: Mapping[str, str]) -> Image.Image:
    """The trail of pebbles, as in the header."""
    unit = 2.3 * SCALE_UP
    logo = Image.new("RGB", (round(40 * unit), round(28 * unit)), colours["paper"])
    brush = ImageDraw.Draw(logo)
    for x, y, radius, colour in (
        (5, 22, 3.5, "pine"),
        (14.5, 15, 4.8, "plum"),
        (29, 11, 8.5, "pine"),
        (29, 11, 3, "sun"),
    ):
        box = tuple(round(side * unit) for side in (x - radius, y - radius, x + radius, y + radius))
        brush.ellipse(box, fill=colours[colour])
    return logo.resize((logo.width // SCALE_UP, logo.height // SCALE_UP), Image.Resampling.LANCZOS)


@cache
def _heading_font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "literata-600.woff2", size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _text_font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(
        FONTS / "atkinson-hyperlegible-next-400-700.woff2", size, layout_engine=ImageFont.Layout.BASIC
    )
    font.set_variation_by_axes([TEXT_WEIGHT])
    return font


@cache
def _drawable_letter(letter: str) -> str | None:
    """The letter itself, its base letter, or the name of a Greek letter; None where the fonts have nothing for it."""
    if letter.isspace() or _has_glyph(letter):
        return letter
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    if plain != letter and plain and all(part.isspace() or _has_glyph(part) for part in plain):
        return plain
    if named := _NAMED.fullmatch(unicodedata.name(letter, "")):
        script, case, base = named.groups()
        return base if script == "LATIN" and case == "CAPITAL" else base.lower()
    return "" if unicodedata.category(letter) in {"Cf", "Mn"} else None


def _has_glyph(letter: str) -> bool:
    """Whether the heading's font draws something else than its box for what it lacks."""
    font = _heading_font(HEADING_SIZES[-1])
    return bytes(font.getmask(letter)) != _missing_glyph()


@cache
def _missing_glyph() -> bytes:
    return bytes(_heading_font(HEADING_SIZES[-1]).getmask("\U0010ffff"))
