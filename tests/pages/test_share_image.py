from io import BytesIO

import pytest
from PIL import Image

from pages.palette import site_tokens
from pages.share_image import HEIGHT, MARGIN, WIDTH, Card, _heading_font, draw, drawable, lines_of

COLOURS = tuple(site_tokens()["light"].items())


def card(**fields):
    return Card(
        **{"site": "Cairn", "heading": "Is it hereditary?", "verdict": "", "voice": "", "warning": ""} | fields,
        colours=COLOURS,
    )


def pixels(data):
    return Image.open(BytesIO(data)).convert("RGB")


def test_picture_has_the_size_that_the_page_announces():
    image = pixels(draw(card()))
    assert image.size == (WIDTH, HEIGHT) == (1200, 630)


def test_same_card_is_the_same_bytes_and_another_card_is_not():
    first = draw(card(verdict="Usually no"))
    draw.cache_clear()
    assert draw(card(verdict="Usually no")) == first
    assert draw(card(verdict="Yes")) != first


@pytest.mark.parametrize(
    "heading", ["Short?", "Is " + "a rather long name " * 8 + "hereditary?", "W" * 160, "é" * 400, ""]
)
def test_no_heading_reaches_the_margins_or_the_line_below(heading):
    image = pixels(draw(card(heading=heading)))
    paper = Image.new("RGB", (1, 1), dict(COLOURS)["paper"]).getpixel((0, 0))
    edges = [
        image.crop((0, 150, MARGIN - 8, 616)),
        image.crop((WIDTH - MARGIN + 8, 150, WIDTH, 616)),
        image.crop((0, 470, WIDTH, 500)),
    ]
    assert all(edge.getcolors() == [(edge.width * edge.height, paper)] for edge in edges)


def test_words_stay_whole_where_they_fit():
    font = _heading_font(50)
    lines = lines_of("Is acute lymphocytic leukemia hereditary?", font, 600)
    assert " ".join(lines) == "Is acute lymphocytic leukemia hereditary?"
    assert len(lines) > 1
    assert all(font.getlength(line) <= 600 for line in lines)


def test_word_that_is_too_wide_is_broken_and_nothing_is_lost():
    font = _heading_font(50)
    lines = lines_of("X" * 160, font, 600)
    assert "".join(lines) == "X" * 160
    assert all(font.getlength(line) <= 600 for line in lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ménière’s – “what”?", "Ménière’s – “what”?"),
        ("β-thalassaemia, α₁", "beta-thalassaemia, alpha1"),
        ("Łódź, ő and ß", "Lódz, o and ß"),
        ("zero\u200bwidth", "zerowidth"),
        ("two\u00a0words", "two words"),
        ("白血病", ""),
        ("", ""),
    ],
)
def test_letters_that_our_fonts_lack_are_spelt_or_the_line_is_left_out(text, expected):
    assert drawable(text) == expected


def test_verdict_stands_in_a_pill_only_where_there_is_one():
    pine = Image.new("RGB", (1, 1), dict(COLOURS)["pine"]).getpixel((0, 0))
    place = (MARGIN + 20, 540)
    assert pixels(draw(card(verdict="Usually no"))).getpixel(place) == pine
    assert pixels(draw(card())).getpixel(place) != pine
