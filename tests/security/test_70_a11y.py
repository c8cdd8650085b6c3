"""70: what protects people can be used by everyone: axe finds nothing serious at 320 px, nor at 400 % zoom."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_accessibility import AXE, RUN
from tests.browser.test_moderating import sign_in
from tests.faults import expect_none

pytestmark = pytest.mark.browser
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "elementRef": False,
}
FOR_ANYONE = {
    "sign in": "/accounts/login/",
    "join": "/accounts/signup/",
    "a code instead": "/accounts/login/code/",
    "a new password": "/accounts/password/reset/",
    "report a mistake": "/conditions/acute-lymphocytic-leukemia/questions/hereditary/problem/",
    "privacy": "/about/privacy/",
    "rules": "/about/community-rules/",
    "contact": "/about/contact/",
}
FOR_MEMBERS = (
    *(
        "/account/",
        "/account/privacy/",
        "/account/data/",
        "/account/close/",
        "/account/log/",
        "/account/name/",
        "/account/conditions/",
        "/soulmates/symptoms/",
    ),
    *("/account/profile/", "/account/map/", "/accounts/sessions/", "/accounts/2fa/", "/accounts/email/", "/messages/"),
    *("/accounts/password/change/", "/accounts/reauthenticate/", "/notifications/", "/drafts/", "/forum/1/x/"),
    *("/report/story/1/", "/help-now/", "/appeals/"),
)
FOR_MODERATORS = ("/moderation/", "/moderation/log/", "/appeals/")
SIZES = {"320 px": (320, 800), "400 % of 1280 x 1024": (320, 256)}
"""What is 1280 px wide has 320 px at 400 % zoom (WCAG 1.4.10), and little height."""


def faults_of(page: Page, path: str) -> list[str]:
    """What axe says of a page at each size, and whether one has to scroll sideways to read it."""
    page.goto(path)
    found = []
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(AXE)
        found += [f"{path} at {name}: {fault}" for fault in page.evaluate(RUN, OPTIONS)["faults"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.append(f"{path} at {name}: wider than the screen")
    return found


def case_pages(page: Page) -> list[str]:
    """The first case that waits, and each way to decide about it: for moderators."""
    page.goto("/moderation/")
    case = page.locator('main a[href^="/moderation/cases/"]').first
    if not case.count():
        return []
    path = str(case.get_attribute("href")).partition("#")[0]
    page.goto(path)
    links = page.locator(f'main a[href^="{path}"]').evaluate_all("links => links.map(its => its.pathname)")
    return [path, *dict.fromkeys(link for link in links if link != path)]


def test_pages_for_anyone(browser: Browser, site: str):
    context = browser.new_context(base_url=site)
    page = context.new_page()
    faults = [fault for path in FOR_ANYONE.values() for fault in faults_of(page, path)]
    context.close()
    expect_none(faults)


@pytest.mark.parametrize(("name", "paths"), [("lea", FOR_MEMBERS), ("mika", FOR_MODERATORS)])
def test_pages_of_who_is_signed_in(browser: Browser, site: str, name: str, paths: tuple[str, ...]):
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/accounts/login/")
    sign_in(page, name)
    page.wait_for_url(lambda url: "/login/" not in url)
    paths = (*paths, *case_pages(page))
    assert (name == "mika") is any("/reject/" in path for path in paths)
    statuses = {path: context.request.get(path).status for path in paths}
    faults = [fault for path in paths for fault in faults_of(page, path)]
    context.close()
    expect_none({path: status for path, status in statuses.items() if status != 200})
    expect_none(faults)
