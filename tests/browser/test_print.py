"""A question on paper: the article with its sources, and nothing that only a screen needs."""

import re

from tests.browser.kinds import QUESTION

A4 = {"format": "A4", "prefer_css_page_size": False}
ON_SCREEN_ONLY = (".top", ".crumbs", ".toc", ".sort", ".more", ".foot nav", ".ctas", ".skip")


def test_demo_question_takes_at_most_four_pages(open_page):
    paper = open_page(QUESTION).pdf(**A4)
    assert paper.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 4


def test_paper_has_the_article_and_its_sources_without_navigation(open_page):
    page = open_page(QUESTION)
    page.emulate_media(media="print")
    for selector in ON_SCREEN_ONLY:
        assert page.locator(selector).count()
        assert [part for part in page.locator(selector).all() if part.is_visible()] == []
    for selector in ("h1", ".trust", ".verdict", ".prose h2", ".sources", ".record", ".demo"):
        assert page.locator(selector).first.is_visible()


def test_paper_says_where_each_source_is(open_page):
    page = open_page(QUESTION)
    page.emulate_media(media="print")
    after = page.eval_on_selector_all(
        ".sources a[href^=http]", "links => links.map(link => getComputedStyle(link, '::after').content)"
    )
    assert after
    assert all("http" in text for text in after)
