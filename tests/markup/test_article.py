"""The article of a summary: its blocks look as they do in the mock, its citations lead to sources, and nothing runs."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markup.article import FLAG_ICONS, ArticleError, Heading, citation_html, dots_svg, plain_text, render
from tests.markup.active_content import active_content
from tests.markup.payloads import OWN, payloads

CONTEXTS = [
    "ATTACK",
    "## ATTACK",
    "- ATTACK",
    "::: care ATTACK\nATTACK\n:::",
    "::: care-emergency Go if:\n- ATTACK\n:::",
    "::: pair\nATTACK\n: {chance} ATTACK\n:::",
    "::: facts\n- **ATTACK** ATTACK {family} ATTACK\n:::",
    "::: dots 4\nATTACK\n:::",
    "::: notice ATTACK\nATTACK\n:::",
    "{check} ATTACK",
    "[ATTACK](https://a.example)",
    "[x](ATTACK)",
    "| ATTACK | b |\n|---|---|\n| c | ATTACK |",
]
PIECES = [
    *("a", " ", "\n", "\n\n", "*", "**", "`", "[", "](", ")", "<", ">", "- ", "1. ", "> ", "## ", "### ", "    ", "\\"),
    *("[1]", " [2]", "::: care ", "::: pair\n", "::: facts\n", "::: dots 4\n", "::: notice\n", ":::\n", ":::: ", ": "),
    *("{chance} ", "{family}", "{check}", "{chance", "javascript:", '"', "'", "| a | b |\n|---|---|\n", "A\n: b\n"),
    '<i class="dots-5"></i>',
    '<i class="flag-chance"></i>',
    '<section class="care">',
    *OWN,
]


def rendered(text):
    """The HTML, or nothing where the text cannot be an article."""
    try:
        return render(text).html
    except ArticleError:
        return ""


# Nothing runs.


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_active_content_survives_any_known_attack_in_any_place(context):
    alive = {
        payload: problems
        for payload in payloads()
        if (problems := active_content(rendered(context.replace("ATTACK", payload))))
    }

    assert alive == {}


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_active_content_comes_out_of_any_mixture(text):
    assert active_content(rendered(text)) == []


@given(st.text())
def test_any_text_can_be_rendered_or_is_refused_in_a_sentence(text):
    assert active_content(rendered(text)) == []


@pytest.mark.parametrize(
    "html",
    [
        '<i class="dots-5"></i>',
        '<i class="flag-chance"></i>',
        '<svg class="icon"></svg>',
        '<section class="care">x</section>',
    ],
)
def test_raw_html_stays_text(html):
    assert render(html).html == "<p>" + html.replace("<", "&lt;").replace(">", "&gt;") + "</p>\n"


def test_links_are_plain_and_pictures_are_none():
    html = render("[x](https://a.example/ 'title') ![y](https://a.example/y.png)").html

    assert '<a href="https://a.example/" rel="noopener noreferrer">x</a>' in html
    assert "<img" not in html
    assert "title" not in html


# Citations.


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("It is so. [1]", {1}),
        ("It is so. [1] [4]", {1, 4}),
        ("It is so. [1][2] And so. [12]", {1, 2, 12}),
        ("- a [1]\n- b [2]", {1, 2}),
        ("## Why? [3]", {3}),
        ("**so [5]**", {5}),
        ("| a [1] | b |\n|---|---|\n| c | d [2] |", {1, 2}),
        ("::: care Ask [7] if:\n- a [8]\n:::", {7, 8}),
        ("::: facts\n- **a** b [2] {chance} c [3]\n:::", {2, 3}),
        ("::: pair\nA\n: b [4]\n: {check} c [5]\n:::", {4, 5}),
        ("[1](https://a.example)", set()),
        ("[1]: https://a.example\n\nText.", set()),
        ("`[1]`", set()),
        ("    [1]", set()),
        ("\\[1]", set()),
        ("[1234] [a] [ 1 ] []", set()),
        ("[0]", {0}),
    ],
)
def test_a_number_in_brackets_cites_and_nothing_else_does(text, cited):
    assert render(text).cited == cited


def test_a_citation_leads_to_its_source_and_hugs_the_word_before_it():
    assert render("It is so. [1] [2] Yes.").html == f"<p>It is so.{citation_html([1, 2])} Yes.</p>\n".replace(
        '">[', '" rel="noopener noreferrer">['
    )
    assert '<a href="#source-1" aria-label="Source 1"' in citation_html([1])


@given(st.lists(st.integers(0, 999), max_size=8))
def test_every_link_to_a_source_is_counted(numbers):
    article = render(" ".join(f"So. [{number}]" for number in numbers))

    assert (
        {int(number) for number in re.findall(r'href="#source-(\d+)"', article.html)} == article.cited == set(numbers)
    )


# Headings.


def test_headings_of_the_second_level_are_the_contents():
    article = render("## One\n\n### Inside\n\n#### Deep\n\n## Two **bold** [1]")

    assert article.headings == (Heading("about-one", "One"), Heading("about-two-bold", "Two bold"))
    assert '<h3 id="about-inside">' in article.html
    assert "<h4>Deep</h4>" in article.html


@pytest.mark.parametrize(
    ("titles", "anchors"),
    [
        (["A", "A", "A"], ["about-a", "about-a-2", "about-a-3"]),
        (["A", "A-2", "A"], ["about-a", "about-a-2", "about-a-3"]),
        (["A", "A", "A-2"], ["about-a", "about-a-2", "about-a-2-2"]),
        (["?", "日本"], ["about-section", "about-section-2"]),
        (["x" * 100], ["about-" + "x" * 60]),
    ],
)
def test_every_heading_has_an_anchor_of_its_own(titles, anchors):
    article = render("\n\n".join(f"## {title}" for title in titles))

    assert [heading.anchor for heading in article.headings] == anchors
    assert re.findall(r'id="([^"]+)"', article.html) == anchors


@given(st.lists(st.sampled_from(["A", "A-2", "A-2-2", "B", "A 2"]), max_size=12))
def test_no_two_headings_share_an_anchor(titles):
    anchors = [heading.anchor for heading in render("\n\n".join(f"## {title}" for title in titles)).headings]

    assert len(set(anchors)) == len(anchors) == len(titles)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# Loud", "first level"),
        ("Text\n\n# Loud", "first level"),
        ("### Deep", "skips a heading level"),
        ("## A\n\n#### Deep", "skips a heading level"),
        ("> # Loud", "first level"),
    ],
)
def test_a_heading_of_the_first_level_or_a_skipped_one_is_refused(text, reason):
    with pytest.raises(ArticleError, match=reason):
        render(text)


def test_a_line_under_a_text_makes_no_heading():
    assert "<h2" not in render("Text\n---\n\nText\n===").html


# Blocks.


@pytest.mark.parametrize(
    ("name", "classes", "kind"),
    [
        ("care", "care", "Non-urgent care: "),
        ("care-urgent", "care care-urgent", "Urgent care: "),
        ("care-emergency", "care care-emergency", "Emergency: "),
    ],
)
def test_a_care_card_has_its_title_its_kind_for_ears_and_its_text(name, classes, kind):
    html = render(f"::: {name} Ask to *see* someone if:\n- you can\n:::").html

    assert html == (
        f'<section class="{classes}"><h3><span class="vh">{kind}</span>Ask to <em>see</em> someone if:</h3>'
        '<div class="flow"><ul class="bul">\n<li>you can</li>\n</ul>\n</div></section>'
    )


def test_a_pair_sets_two_terms_side_by_side_with_their_flags():
    html = render(
        "::: pair\nGenetic\n: A change.\n: {chance} By chance\n\nHereditary\n: Passed on.\n: {family} Rare\n:::"
    ).html

    assert html.count('<dl class="pair">') == 1
    assert html.count("<div><dt>") == html.count("</div>") == 2
    assert (
        '<dd><strong class="flag"><svg class="icon" aria-hidden="true">'
        '<use href="#i-dice"></use></svg>By chance</strong></dd>' in html
    )


def test_a_list_of_facts_sets_each_flag_beside_its_words():
    html = render("::: facts\n- **Down syndrome** An extra copy. {chance} By chance\n- **Other** No flag.\n:::").html

    assert '<ul class="conds">' in html
    assert "<li><div><strong>Down syndrome</strong> An extra copy.</div>" in html
    assert (
        '<span class="flag"><svg class="icon" aria-hidden="true"><use href="#i-dice"></use></svg>By chance</span></li>'
        in html
    )
    assert "<li><div><strong>Other</strong> No flag.</div></li>" in html


@pytest.mark.parametrize("flag", FLAG_ICONS)
def test_every_flag_has_its_picture(flag):
    html = render(f"::: facts\n- **A** b {{{flag}}} c\n:::").html

    assert f'<use href="#{FLAG_ICONS[flag]}">' in html


def test_a_flag_of_another_name_is_text():
    assert "{luck} so" in render("::: facts\n- **A** b {luck} so\n:::").html


@pytest.mark.parametrize(("name", "classes"), [("notice", "note"), ("notice-warning", "note note-warning")])
def test_a_notice_is_a_note(name, classes):
    assert render(f"::: {name}\nTests change.\n:::").html == f'<div class="{classes}"><p>Tests change.</p>\n</div>'


def test_a_block_of_an_unknown_name_is_text():
    assert "::: banner" in render("::: banner\nBuy!\n:::").html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("- a", '<ul class="bul">\n<li>a</li>\n</ul>\n'),
        ("1. a", '<ol class="num">\n<li>a</li>\n</ol>\n'),
        ("4. a", '<ol start="4" class="num">\n<li>a</li>\n</ol>\n'),
    ],
)
def test_lists_are_real_lists_with_our_looks(text, html):
    assert sorted(re.findall(r"[^ <>]+", render(text).html)) == sorted(re.findall(r"[^ <>]+", html))


# A hundred dots.


@pytest.mark.parametrize("number", range(101))
def test_as_many_dots_are_filled_as_the_number_says(number):
    svg = dots_svg(number)
    filled = re.findall(r"h([\d.]+)", re.search(r'class="f" d="([^"]*)"', svg)[1])

    # A row of n dots is a line of 25 (n - 1) and a hair: its dashes stand 25 apart.
    assert sum(round((float(width) - 0.01) / 25) + 1 for width in filled) == number
    assert f'aria-label="100 dots, {number} {"dot" if number == 1 else "dots"} filled in."' in svg


@pytest.mark.parametrize("number", ["0", "4", "10", "100"])
def test_dots_are_drawn_for_a_whole_number_to_a_hundred(number):
    assert dots_svg(int(number)) in render(f"::: dots {number}\n**About** it. [3]\n:::").html


@pytest.mark.parametrize("number", ["", "101", "-1", "4.5", "four", "04", "1e1", "４", "4 5", "99999999999999999999"])
def test_dots_of_anything_else_are_refused(number):
    with pytest.raises(ArticleError, match="whole number from 0 to 100"):
        render(f"::: dots {number}\nText.\n:::")


# Words.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## Why\n\nIt is **so**. [1]\n\n- one\n- two:", "Why. It is so. one. two:"),
        ("A [link](https://a.example) and `code`.", "A link and code."),
        ("::: facts\n- **A** b {chance} c\n:::", "A b. c."),
        ("One\ntwo", "One two."),
        ("", ""),
    ],
)
def test_the_plain_words_are_what_a_reader_reads(text, words):
    assert plain_text(text) == words


# Cost.


@pytest.mark.parametrize(
    "piece", sorted({*PIECES, "## a\n", "::: dots 4\n:::\n", "- **a** b {chance} c\n", "[a](b)", "[a]: b\n"})
)
def test_what_comes_out_is_bound_by_what_goes_in(piece):
    size = 5_000
    text = (piece * size)[:size]

    assert len(rendered(text)) <= 40 * size
