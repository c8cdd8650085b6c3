"""What one finger on the keyboard can do with a page. Wherever the focus stops, a person sees where it is."""

import re

from playwright.sync_api import Page

MOST_STOPS = 150
STOP = """selector => {
    const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it)
    const ring = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)
    const isSeen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
    const name = `${it.tagName} ${it.id || it.name || it.innerText}`
    const fault = it === document.body ? '' : ring < 2 ? `no ring: ${name}` : isSeen ? '' : `out of view: ${name}`
    return [it.matches(selector), fault]
}"""
"""Whether the focus is where it should go, and what is wrong with how it is seen: a ring of 2 px, in view."""


def tab_to(page: Page, selector: str, *, stays: bool = False) -> None:
    """Goes on with the Tab key until the element has the focus; `stays` where it may have it already."""
    if stays and page.evaluate(STOP, selector)[0]:
        return
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        is_there, fault = page.evaluate(STOP, selector)
        assert not fault, f"{page.url}: {fault}"
        if is_there:
            return
    raise AssertionError(f"The keyboard does not reach {selector} on {page.url}")


def press(page: Page, selector: str, *, lead: str) -> None:
    """Presses a link or a button with the keyboard, and waits for the page that it leads to."""
    tab_to(page, selector)
    with page.expect_navigation(url=re.compile(lead)):
        page.keyboard.press("Enter")


def type_into(page: Page, selector: str, words: str) -> None:
    """Puts words in at once, as pasting and password managers do."""
    tab_to(page, selector)
    page.keyboard.insert_text(words)


class Keyboard:
    """A page that is walked with the keyboard alone, also back over what has the focus already."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, selector: str) -> None:
        """Presses Tab until the focus is there."""
        tab_to(self.page, selector, stays=True)

    def type(self, selector: str, words: str) -> None:
        """Types words in place of those that stand there."""
        self.go_to(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def press(self, selector: str, key: str, url: str | re.Pattern[str] = "") -> None:
        """Presses a key on an element, and waits for the page that it leads to."""
        self.go_to(selector)
        self.page.keyboard.press(key)
        if url:
            self.page.wait_for_url(url)
