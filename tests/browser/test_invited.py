"""A closed community: an owner invites, one person joins with it, and nobody else: on a phone without JavaScript."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import staff
from tests.browser.closed import OVER, OWNER
from tests.browser.server import site_after
from tests.browser.test_accessibility import AXE, COLOURS, OPTIONS, RUN
from tests.browser.test_accounts import PASSWORD, SLOWEST_ROBOT, last_code
from tests.faults import expect_none

PHONE = {"width": 390, "height": 844}
LINK = re.compile(r"http://\S+/account/invitation/[\w-]+/")


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mails")


@pytest.fixture(scope="module")
def site(chromium: str, mails: Path) -> Iterator[str]:
    settings = {"EMAIL_URL": f"filemail:///{mails}", "SIGN_UP": "invited"}
    with site_after(["-m", "tests.browser.closed"], has_worker=True, **settings) as (address, _run_module):
        yield address


@pytest.fixture
def open_phone(browser: Browser, site: str) -> Iterator[object]:
    contexts: list[BrowserContext] = []

    def open_page(path: str, *, scripts: bool = False) -> Page:
        context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def looked_at(page: Page) -> None:
    """Nothing stands out at the side, and axe finds nothing, light or dark."""
    page.evaluate(AXE)
    for scheme, options in (("light", OPTIONS), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        expect_none(f"{page.url}, {scheme}: {fault}" for fault in page.evaluate(RUN, options)["faults"])
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


@pytest.fixture(scope="module")
def links(browser: Browser, site: str) -> Iterator[list[str]]:
    """Two that an owner gets in the admin, each shown once."""
    context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    owner, said = context.new_page(), []
    staff.sign_in(owner, OWNER)
    for days in ("31", "3", "1"):
        owner.goto("/admin/accounts/invitation/add/")
        owner.get_by_label("Days").fill(days)
        owner.get_by_role("button", name="Save", exact=True).click()
        said += LINK.findall(owner.locator("main").inner_text())
    owner.goto("/admin/accounts/invitation/")
    expect(owner.locator("main")).not_to_contain_text("/account/invitation/")
    assert len(said) == 2
    yield said
    context.close()


def test_visitor_joins_with_a_link_of_the_owner_which_then_lets_in_nobody_else(open_phone, links, mails):
    link = links[0]
    page = open_phone("/")
    page.goto("/accounts/signup/")
    expect(page.locator("h1")).to_have_text("Joining needs an invitation")
    page.goto(link)
    expect(page.locator("h1")).to_have_text("You are invited")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("Name that others see").fill("Marisol")
    page.get_by_label("E-mail address").fill("marisol@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("I am 16 years old or older.").check()
    page.wait_for_timeout(SLOWEST_ROBOT)
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_label("Code").fill(last_code(mails))
    page.get_by_role("button", name="Confirm my address").click()
    page.goto("/account/")
    expect(page.locator("h1")).to_have_text("Your account")

    for refused in (link, f"/account/invitation/{OVER}/", "/account/invitation/made-up/"):
        other = open_phone(refused)
        expect(other.locator("h1")).to_have_text("This invitation does not hold any more")
        expect(other.get_by_role("link", name="Ask for another one")).to_be_visible()
        assert other.get_by_role("button", name="Make my account").count() == 0
        assert other.context.cookies() == []
        other.goto("/accounts/signup/")
        expect(other.locator("main")).to_contain_text("New members join by invitation here.")


def test_axe_finds_nothing_on_the_pages_of_invitations(open_phone, links):
    page = open_phone(links[1], scripts=True)
    looked_at(page)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("Name that others see").wait_for()
    looked_at(page)
    stranger = open_phone("/accounts/signup/", scripts=True)
    looked_at(stranger)
    stranger.goto(f"/account/invitation/{OVER}/")
    looked_at(stranger)
