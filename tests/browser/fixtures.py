"""One browser and one demo for all tests that need them, wherever they stand: the root conftest.py names this file."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.kinds import visit
from tests.browser.server import demo_site

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
MISSING = "Browser tests need Chromium, and none is on the PATH. Install it (Debian: apt-get install chromium)."

type OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the installed Chromium is. On the machine that decides (CI) it may not be missing."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(MISSING)
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, beside which the tests of other rooms use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium: str) -> Iterator[str]:
    """The address of the demo, served as in production."""
    with demo_site() as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Opens a page as a new visitor: `open_page("/forum/", width=390)`. Further options are those of a context.

    A page that does not answer as it should opens nothing: what is right of an error page says nothing of the page.
    """
    contexts = []

    def open_as_new_visitor(path: str, *, width: int = 1280, height: int = 900, **options: object) -> Page:
        context = browser.new_context(base_url=site, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        visit(page, path)
        return page

    yield open_as_new_visitor
    for context in contexts:
        context.close()
