"""Pages fit every screen, and what they hold can be read and hit."""

import pytest

from tests.browser.kinds import KINDS, QUESTION
from tests.faults import expect_none

WIDTHS = (280, 320, 390, 768, 1280, 2200)
TOO_WIDE = """() => {
    const over = document.documentElement.scrollWidth - innerWidth
    if (over <= 0) return ''
    const inside = e => e.closest('.scroller') !== null
    const wide = [...document.body.querySelectorAll('*')].filter(e => {
        const box = e.getBoundingClientRect()
        return !inside(e) && box.width && (box.right > innerWidth + 1 || box.left < -1) && !e.closest('.vh, .skip')
    })
    return `${over} px too wide: ` + wide.slice(-3).map(e => `${e.tagName.toLowerCase()}.${e.className}`).join(', ')
}"""
# WCAG 1.4.12: nothing is lost when a reader sets lines, paragraphs, words and letters wider.
TEXT_SPACING = """() => {
    const style = document.createElement('style')
    style.textContent = `p {margin-block-end: 2em !important}
        * {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}`
    document.head.append(style)
}"""
RIGHT_TO_LEFT = "() => { document.documentElement.dir = 'rtl'; document.documentElement.lang = 'ar' }"
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'hidden' && !e.closest('.vh, .skip'))
    .flatMap(e => {
        const box = e.getBoundingClientRect(), style = getComputedStyle(e)
        const isButton = e.matches('.btn, button, select, summary, input:not([type=checkbox], [type=radio])')
        const name = `${e.tagName.toLowerCase()}.${e.className} “${(e.innerText || e.name || '').slice(0, 30)}”`
        const faults = []
        if (isButton && box.height < 44) faults.push(`${name} is ${box.height.toFixed(1)} px high`)
        if (style.display !== 'inline' && (box.width < 24 || box.height < 24))
            faults.push(`${name} is ${box.width.toFixed(1)} × ${box.height.toFixed(1)} px`)
        return faults
    })"""
# But for citation marks, and the numbers in a drawing, which the list beside it has too.
SMALL_TEXT = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set()
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement
        if (!walker.currentNode.data.trim() || parent.closest('script, style, .cite, svg[role=img]')) continue
        if (!parent.checkVisibility({visibilityProperty: true})) continue
        const size = parseFloat(getComputedStyle(parent).fontSize)
        if (size < 16) found.add(`${parent.tagName.toLowerCase()}.${parent.className} is ${size.toFixed(1)} px`)
    }
    return [...found]
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_page_never_scrolls_sideways(kind, open_page):
    page = open_page(KINDS[kind])
    faults = []
    for way, changes in {"": [], "from right to left in wide text": [RIGHT_TO_LEFT, TEXT_SPACING]}.items():
        for change in changes:
            page.evaluate(change)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if fault := page.evaluate(TOO_WIDE):
                faults.append(f"{width} px {way}: {fault}")
    expect_none(faults)


def test_page_that_is_too_wide_is_found(open_page):
    page = open_page(QUESTION, width=320)
    page.evaluate("document.querySelector('h1').style.whiteSpace = 'nowrap'")
    assert "too wide: " in page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("kind", KINDS)
def test_controls_are_large_enough_and_text_can_be_read(kind, open_page):
    page = open_page(KINDS[kind])
    faults = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found = [*page.evaluate(SMALL_TARGETS), *page.evaluate(SMALL_TEXT)]
        faults += [f"{width} px: {fault}" for fault in found]
    expect_none(faults)


def test_small_control_and_small_text_are_found(open_page):
    page = open_page(QUESTION)
    page.evaluate("document.querySelector('.btn-2').style.cssText = 'min-height: 0; font-size: 15px; padding: 0'")
    assert page.evaluate(SMALL_TARGETS)
    assert page.evaluate(SMALL_TEXT)


def test_first_phone_screen_shows_title_trust_and_verdict(open_page):
    page = open_page(QUESTION, width=390, height=844)
    for selector in ("h1", ".trust", ".verdict"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 844
    assert page.locator(".verdict").first.bounding_box()["y"] <= 600
