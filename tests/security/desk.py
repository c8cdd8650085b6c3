"""Signing in to the demo as one of its staff, with the second step that is asked of them."""

from playwright.sync_api import Page

from tests.browser.staff import PASSWORD, code


def sign_in(page: Page, name: str) -> None:
    """Through the door of the admin, where nothing but the two steps is asked for."""
    page.goto("/admin/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("input[name=code]").fill(code())
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/admin/")
