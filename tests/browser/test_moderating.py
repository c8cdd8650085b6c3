"""A first text is read by a moderator, its author hears why it is not published: on a phone without JavaScript."""

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from notifications.letters import Line, News
from tests.browser.test_accessibility import AXE, OPTIONS, RUN
from tests.factories import PASSWORD
from tests.faults import expect_none

PHONE = {"width": 390, "height": 844}
NEWS = News(
    subject="Someone replied to you – Cairn",
    name="Ada",
    lines=[Line("A reply in “How do you sleep?”", "http://127.0.0.1/forum/1/x/")] * 2,
    more_count=3,
    list_url="http://127.0.0.1/notifications/",
    choices_url="http://127.0.0.1/account/e-mail/",
    stop_url="http://127.0.0.1/notifications/unsubscribe/x/",
)


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.locator("main input[name=login]").fill(name)
    page.locator("main input[name=password]").fill(password)
    page.locator("main input[name=password]").press("Enter")


def expect_clean(page: Page, what: str) -> None:
    page.evaluate(AXE)
    expect_none(f"{what}: {fault}" for fault in page.evaluate(RUN, OPTIONS)["faults"])


def test_first_text_is_not_published_and_its_author_hears_why(open_page):
    moderator = open_page("/accounts/login/?next=/moderation/", **PHONE, java_script_enabled=False)
    sign_in(moderator, "mika")
    row = moderator.locator("article", has_text="First words of mine")
    row.get_by_role("link", name=re.compile("^Do not publish")).click()
    moderator.get_by_role("button", name="Do not publish, and tell the author").click()
    expect(moderator).to_have_title(re.compile("^Error: "))
    moderator.get_by_role("link", name=re.compile("Say why")).click()
    moderator.get_by_label("Why is it not published?").fill("Thank you. Please leave out the doctor’s name.")
    moderator.get_by_role("button", name="Do not publish, and tell the author").click()
    expect(moderator.locator("main")).to_contain_text("Not published. The author hears why.")
    assert moderator.locator("article", has_text="First words of mine").count() == 0

    author = open_page("/accounts/login/?next=/notifications/", **PHONE, java_script_enabled=False)
    sign_in(author, "ada")
    author.get_by_role("button", name=re.compile("First words of mine")).click()
    expect(author.locator("main")).to_contain_text("Please leave out the doctor’s name.")
    expect(author.locator("main")).to_contain_text("By summer I was home.")
    author.goto("/notifications/")
    assert author.get_by_text("New ·").count() == 0


@pytest.mark.parametrize(
    ("name", "path"),
    [("mika", "/moderation/"), ("ada", "/notifications/"), ("ada", "/account/e-mail/")],
    ids=["what waits", "notifications", "choices"],
)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_pages_of_moderators_and_of_news(open_page, name, path, width):
    page = open_page(f"/accounts/login/?next={path}", width=width)
    sign_in(page, name)
    page.wait_for_url(f"**{path}")
    expect_clean(page, path)


@pytest.mark.parametrize("more_count", [0, 3])
def test_axe_finds_nothing_in_a_mail(open_page, more_count):
    page = open_page("/about/us/", width=390)
    inputs = {"news": replace(NEWS, more_count=more_count), "site_name": "Cairn", "language": "en"}
    page.set_content(render_to_string("emails/news.html", inputs))
    expect_clean(page, "a mail")
