"""Rules of the stylesheet: it mirrors in right-to-left languages, can be read, and asks for nothing elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.staticfiles import finders

from pages.stylesheet import build, parts
from tests.faults import expect_none

SIDES = "left|right|top|bottom"
PHYSICAL_PROPERTY = re.compile(
    rf"(?:{SIDES}|(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:{SIDES})(?:-\w+)*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?:min-|max-)?(?:width|height))"
)
PHYSICAL_VALUE = re.compile(r"left|right")
PIXELS = {"rem": 16, "em": 18, "px": 1, "pt": 96 / 72, "%": 0.16}
LEAST = 16


@dataclass(frozen=True)
class Declaration:
    """`where` is the media query around the rule, or nothing."""

    where: str
    selector: str
    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.selector}{{{self.name}:{self.value}}}"


def declarations(css: str) -> Iterator[Declaration]:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    opened: list[str] = []
    for text, sign in re.findall(r"([^{};]*)([{};])", css):
        if sign == "{":
            opened.append(text.strip())
        elif ":" in text and opened and not (text.strip().startswith("@")):
            name, _colon, value = text.strip().partition(":")
            around = " ".join(opened[:-1])
            yield Declaration(around, opened[-1], name.strip(), value.strip())
        if sign == "}":
            opened.pop()


def whole() -> list[Declaration]:
    return list(declarations(build().read_text()))


def physical(found: Declaration) -> bool:
    """Whether a declaration names a side of the screen instead of a side of the text."""
    if found.selector.startswith(("@font-face", "@page")) or found.name.startswith("--"):
        return False
    if found.name in {"text-align", "float", "clear", "justify-content", "caption-side"}:
        return bool(PHYSICAL_VALUE.search(found.value))
    if found.name in {"margin", "padding", "inset", "border-width"}:
        sides = found.value.replace("!important", "").split()
        return len(sides) == 4 and sides[1] != sides[3]
    return bool(PHYSICAL_PROPERTY.fullmatch(found.name))


def font_size(found: Declaration, tokens: dict[str, str]) -> float | None:
    """The smallest size in pixels that the declaration gives to text, or None."""
    if found.name == "font-size":
        size = found.value
    elif found.name == "font" and (match := re.match(r"[\w ]*?((?:clamp|var)\([^)]*\)|[\d.]+\w+)/", found.value)):
        size = match[1]
    else:
        return None
    size = re.sub(r"var\((--[\w-]+)\)", lambda match: tokens[match[1]], size)
    number = re.match(r"(?:clamp\()?([\d.]+)(rem|em|px|pt|%)", size)
    return float(number[1]) * PIXELS[number[2]] if number else None


def test_stylesheet_is_joined_from_all_its_parts():
    in_parts = [str(found) for path in parts() for found in declarations(path.read_text()) if "url(" not in found.value]
    assert len(in_parts) > 300
    assert [str(found) for found in whole() if "url(" not in found.value] == in_parts


def test_stylesheet_names_sides_of_the_text_and_never_of_the_screen():
    expect_none(found for found in whole() if physical(found))


@pytest.mark.parametrize(
    "rule",
    [
        "p{margin-left:0}",
        "p{left:0}",
        "p{text-align:right}",
        "p{padding:0 1px 2px 3px}",
        "p{width:1em}",
        "p{float:left}",
    ],
)
def test_side_of_the_screen_is_found(rule):
    assert [physical(found) for found in declarations(rule)] == [True]


def test_text_is_never_smaller_than_a_browser_makes_it_but_for_citation_marks():
    everything = [found for found in whole() if "print" not in found.where]
    tokens = {found.name: found.value for found in everything if found.name.startswith("--")}
    sizes = [(found, font_size(found, tokens)) for found in everything]
    assert len([size for _found, size in sizes if size]) > 10
    expect_none(
        f"{found} is {size:.1f} px" for found, size in sizes if size and size < LEAST and found.selector != ".cite"
    )


@pytest.mark.parametrize(
    "rule", ["p{font-size:.9rem}", "p{font:400 15px/1.2 serif}", "p{font-size:clamp(.8rem,2vw,2rem)}"]
)
def test_small_text_is_found(rule):
    assert font_size(next(declarations(rule)), {}) < LEAST


def test_stylesheet_asks_for_nothing_but_our_own_files():
    asked = re.findall(r"url\(\s*['\"]?([^'\")]+)", build().read_text())
    assert asked
    expect_none(address for address in asked if not finders.find(address))
    assert "@import" not in build().read_text()


def test_nothing_moves_by_itself():
    expect_none(found for found in whole() if found.name in {"animation", "transition", "scroll-behavior"})
