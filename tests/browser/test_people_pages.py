"""The pages on which members find each other, as a member sees them: with a crowd whose names and symptoms are as
long as they may be, and with nobody. In light and dark, at all widths, on paper and without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.kinds import visit
from tests.browser.server import site_after
from tests.browser.test_accessibility import AXE, COLOURS, OPTIONS, RUN
from tests.browser.test_layout import RIGHT_TO_LEFT, SMALL_TARGETS, SMALL_TEXT, TEXT_SPACING, TOO_WIDE
from tests.factories import PASSWORD
from tests.faults import expect_none

PAGES = (
    "/",
    "/soulmates/",
    "/soulmates/symptoms/",
    "/soulmates/symptoms/?q=pneumo",
    "/soulmates/symptoms/?q=xyzzy",
    "/soulmates/map/",
    "/map/",
    "/map/?in=africa",
    "/conditions/long/",
    "/conditions/long/map/",
    "/conditions/long/map/?in=africa&role=has-it",
    "/messages/",
    "/account/map/",
    "/account/contact/",
    "/account/people/",
)
TALKS = ("/messages/1/", "/messages/2/", "/messages/4/accept/", "/members/crowd-8/wave/", "/members/crowd-8/")
WIDTHS = (280, 390, 768, 1280)
FULL, BARE = "crowd-0", "bare"
MEETS = {FULL: (*PAGES, *TALKS), BARE: PAGES}
ON_SCREEN_ONLY = ".top, .crumbs, .foot nav, .skip, main button, main .btn"
HIDDEN = "parts => parts.filter(part => part.checkVisibility()).map(part => part.outerHTML.slice(0, 80))"


@pytest.fixture(scope="module")
def site(chromium: str) -> Iterator[str]:
    with site_after(["-m", "tests.browser.neighbours", "crowd"]) as (address, _run):
        yield address


@pytest.fixture
def open_as(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def sign_in(name: str, **options: object) -> Page:
        context = browser.new_context(base_url=site, viewport={"width": 320, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/?next=/messages/")
        page.fill("main input[name=login]", f"{name}@members.example")
        page.fill("main input[name=password]", PASSWORD)
        page.press("main input[name=password]", "Enter")
        page.wait_for_url("**/messages/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", MEETS)
def test_people_pages_are_right_for_axe_and_fit_every_screen(open_as, name):
    page, faults = open_as(name), []
    for path in MEETS[name]:
        visit(page, path)
        faults += [f"{path}: {fault}" for fault in (*axe_faults(page), *faults_of_size(page))]
    expect_none(faults)


def axe_faults(page: Page) -> Iterator[str]:
    """What axe finds, in light and in the dark, at the narrowest width."""
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(AXE)
    for scheme, options in (("light", OPTIONS), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        yield from (f"{scheme}: {fault}" for fault in page.evaluate(RUN, options)["faults"])


def faults_of_size(page: Page) -> Iterator[str]:
    """What is too small to hit or to read, and what is wider than the screen, also from right to left in wide text."""
    yield from (*page.evaluate(SMALL_TARGETS), *page.evaluate(SMALL_TEXT))
    for way, changes in {"": [], "from right to left in wide text": [RIGHT_TO_LEFT, TEXT_SPACING]}.items():
        for change in changes:
            page.evaluate(change)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if fault := page.evaluate(TOO_WIDE):
                yield f"{width} px {way}: {fault}"


def test_people_pages_on_paper_and_without_javascript_show_what_they_are_about(open_as):
    page, faults = open_as(FULL, java_script_enabled=False), []
    for path in MEETS[FULL]:
        visit(page, path)
        on_screen = page.locator("main").inner_text()
        page.emulate_media(media="print")
        if not page.locator("h1").is_visible():
            faults.append(f"{path}: no heading on paper")
        faults += [f"{path}: {part} on paper" for part in page.eval_on_selector_all(ON_SCREEN_ONLY, HIDDEN)]
        page.emulate_media(media="screen")
        if len(on_screen) < 60:
            faults.append(f"{path}: shows nothing without JavaScript")
    expect_none(faults)
