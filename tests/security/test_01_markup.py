"""1: one way from Markdown to HTML, an allow-list at its end; attacks come to nothing, and honest text is shown."""

import re
from itertools import product
from pathlib import Path

import pytest

from markup import article, members_text
from tests.faults import expect_none
from tests.markup.active_content import ARTICLE, STORY, TALK, active_content
from tests.markup.payloads import payloads

ROOT = Path(__file__).parents[2]
TAGS = ("img src=x", "svg", "body", "video src=x", "details open", "input autofocus", "marquee", "object data=x", "a")
EVENTS = ("onerror", "onload", "onclick", "onfocus", "ontoggle", "onpointerenter")
FRAMES = ("{}", "> {}", "- {}", "[x]({})", "`` {}", "*a* {} **b**")
SCHEMES = (
    "javascript:",
    "JAVASCRIPT:",
    "vbscript:",
    "data:text/html,",
    "file:///",
    "blob:",
    "java\tscript:",
    "&#106;avascript:",
)
LINKS = ("[x]({}alert(1))", "<{}alert(1)>", "[x]: {}alert(1)\n\n[x]", "![x]({}alert(1))", '[x]({}alert(1) "t")')
OWN = [
    *(frame.format(f"<{tag} {event}=alert(1)>") for tag, event, frame in product(TAGS, EVENTS, FRAMES[:3])),
    *(link.format(scheme) for scheme, link in product(SCHEMES, LINKS)),
]
"""Made of parts: each element with each handler in each place, each scheme in each kind of link."""
CONTROLS = {
    "Hello *you*": "<em>you</em>",
    "**strong**": "<strong>strong</strong>",
    "- one\n- two": "<li>two</li>",
    "1. one\n2. two": "<ol>",
    "> said": "<blockquote>",
    "`code`": "<code>code</code>",
    "```\nlines\n```": "<pre><code>lines",
    "a\n\nb": "<p>b</p>",
    "[a page](https://a.example/b?c=d)": 'href="https://a.example/b?c=d"',
    "https://a.example/": '<a href="https://a.example/"',
    "[mail](mailto:a@example.org)": 'href="mailto:a@example.org"',
    "5 < 6 & 7 > 2": "5 &lt; 6 &amp; 7 &gt; 2",
    "I took <b>two</b>": "&lt;b&gt;two&lt;/b&gt;",
    "---": "<hr>",
    "Größe, 漢字, עברית, 🌿": "Größe, 漢字, עברית, 🌿",
    "a\\*b": "a*b",
}


def ways(text):
    """The HTML of a text wherever members' and editors' words are shown, and what may be in it."""
    yield members_text.render(text), TALK
    yield members_text.render(text, with_headings=True), STORY
    yield members_text.render(text, with_links=False), TALK
    try:
        yield article.render(text).html, ARTICLE
    except article.ArticleError:
        return


def test_no_attack_leaves_anything_that_could_act():
    attacks = [attack[: members_text.MAX_LENGTH] for attack in {*OWN, *payloads()}]
    assert len(set(OWN)) >= 150
    expect_none(
        {
            attack: found
            for attack in attacks
            for html, allowed in ways(attack)
            if (found := active_content(html, allowed=allowed))
        }
    )


@pytest.mark.parametrize("text", CONTROLS)
def test_honest_text_is_shown(text):
    assert CONTROLS[text] in members_text.render(text)


def test_code_brings_no_class_of_its_own():
    assert "class" not in members_text.render('```seal" onclick="alert(1)\na\n```')


def test_every_text_is_rendered_by_the_one_room_for_it():
    """Nothing else makes HTML of Markdown, and no template trusts what that room did not make."""
    sources = [
        path
        for path in ROOT.glob("*/**/*.py")
        if path.parts[len(ROOT.parts)] not in {"tests", "bench", ".venv", "markup"}
    ]
    expect_none(
        [str(path) for path in sources if re.search(r"\b(markdown_it|nh3|markdown)\b", path.read_text("utf-8"))]
    )
