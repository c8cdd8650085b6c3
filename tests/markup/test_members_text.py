"""Members write with a little Markdown; nothing that they write can run, load or pretend to be ours."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markup.links import may_hold_links
from markup.members_text import LINK_REL, MAX_LENGTH, TextTooLongError, render
from tests.markup.active_content import STORY, TALK, active_content
from tests.markup.payloads import OWN, payloads

PIECES = [
    *("a", " ", "\n", "\n\n", "*", "**", "`", "[", "](", ")", "<", ">", "- ", "1. ", "> ", "## ", "    ", "\\"),
    *("https://a.example", "www.a.example ", "javascript:", "data:", "&#106;", '"', "'", "=", "onclick", "|", "---\n"),
    *OWN,
]


@pytest.mark.parametrize("with_headings", [False, True])
def test_no_active_content_survives_any_known_attack(with_headings):
    allowed = STORY if with_headings else TALK
    alive = {
        payload: problems
        for payload in payloads()
        if (problems := active_content(render(payload[:MAX_LENGTH], with_headings=with_headings), allowed=allowed))
    }

    assert alive == {}


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.booleans())
def test_no_active_content_comes_out_of_any_mixture(text, with_headings):
    html = render(text, with_headings=with_headings)
    assert active_content(html, allowed=STORY if with_headings else TALK) == []
    assert may_hold_links(text) or "<a " not in html


@given(st.text())
def test_any_text_can_be_shown(text):
    assert active_content(render(text), allowed=TALK) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello *you* and **you**.", "<p>Hello <em>you</em> and <strong>you</strong>.</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>\n"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("a\n===", "<p>a\n===</p>\n"),
    ],
)
def test_what_members_may_write_is_shown(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "text", ["https://a.example/", "<https://a.example/>", "[x](https://a.example/)", "a.example.org"]
)
def test_every_link_tells_search_engines_that_it_is_not_ours(text):
    assert f'rel="{LINK_REL}"' in render(text)


@pytest.mark.parametrize(("text", "level"), [("# a", "h2"), ("## a", "h2"), ("### a", "h2"), ("###### a", "h2")])
def test_headings_are_for_stories_and_all_of_one_level(text, level):
    assert render(text, with_headings=True) == f"<{level}>a</{level}>\n"
    assert "<h" not in render(text)


def test_pictures_and_tables_are_for_nobody():
    assert "<img" not in render("![x](https://a.example/x.png)", with_headings=True)
    assert "<table" not in render("| a | b |\n|---|---|\n| c | d |", with_headings=True)


def test_nobody_borrows_our_looks():
    html = render('<div class="note">a</div>\n\n::: care Call us\n- a\n:::\n\n[1]\n\n```seal\na\n```')

    assert active_content(html, allowed=TALK) == []
    assert "<sup" not in html


def test_length_has_a_limit():
    assert render("x" * MAX_LENGTH) == f"<p>{'x' * MAX_LENGTH}</p>\n"
    with pytest.raises(TextTooLongError):
        render("x" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    "piece", sorted({*PIECES, "a.co ", "[a](b)", "<", "&", "- **a**\n", "*a_ ", "[a]: b\n", "![", "`a``"})
)
def test_what_comes_out_is_bound_by_what_goes_in(piece):
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]

    assert len(render(text, with_headings=True)) <= 24 * MAX_LENGTH


@pytest.mark.parametrize(
    "text",
    [
        *("https://example.org", "see www.example.org", "example.org", "//example.org/a", "me@example.org"),
        *(
            "[here](example.org)",
            "[here](/path)",
            "[here][1]\n\n[1]: /path",
            "<https://example.org>",
            "mailto:me@example.org",
        ),
        *(
            "[1]\n\n[1]: /a",
            "ftp://example.org",
            "HTTP://EXAMPLE.ORG",
            "x:example.org",
            "example&#46;org",
            "&#119;ww&#46;example&#46;org",
            "&lt;https&#58;//example.org>",
            "[a]\n(/b) example。org",
        ),
    ],
)
def test_every_text_that_becomes_a_link_may_hold_links(text):
    assert may_hold_links(text) or "<a " not in render(text)


def test_plain_sentences_hold_no_links():
    assert not may_hold_links(
        "It began in March. Nobody knew why: my doctors had not seen it before.\n\n- pills\n- rest"
    )
