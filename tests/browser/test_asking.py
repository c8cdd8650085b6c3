"""Asking in the forum: a match is found and helps; asking again, a reply comes, and no more mails are wanted.

On a phone with and without JavaScript, and with the keyboard alone.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.kinds import ALL
from tests.factories import PASSWORD

PHONE = {"width": 390, "height": 844}


def sign_in(page: Page, name: str) -> None:
    page.locator("main input[name=login]").fill(name)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def ask_title(page: Page, title: str) -> None:
    page.get_by_label("Your question in one line").fill(title)
    page.get_by_role("button", name=re.compile("Go on|Look again")).first.click()


@pytest.mark.parametrize("has_script", [False, True])
def test_visitor_finds_that_it_was_asked_before_and_leaves_no_trace(open_page, has_script):
    page = open_page("/forum/", **PHONE, java_script_enabled=has_script)
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Name of the condition").fill("leukaemia")
    page.get_by_role("button", name="Find it").click()
    page.locator("main").get_by_role("link", name=re.compile("Acute lymphocytic leukemia")).click()
    ask_title(page, "How do you get through the steroid weeks?")
    expect(page.get_by_role("heading", name="Does one of these help?")).to_be_visible()
    page.get_by_role("link", name="Steroid weeks, what got you through?").click()
    expect(page.locator("h1")).to_have_text("Steroid weeks, what got you through?")
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    ("has_script", "title"), [(False, "Who knits in hospital?"), (True, "Which songs carry you through infusions?")]
)
def test_question_is_asked_replied_to_and_followed_no_longer(open_page, has_script, title):
    page = open_page(f"{ALL}forum/", **PHONE, java_script_enabled=has_script)
    page.get_by_role("link", name="Ask a question").click()
    ask_title(page, title)
    page.get_by_role("button", name=re.compile("Go on|None of these")).last.click()
    expect(page.get_by_label("Your question in one line")).to_have_value(title)
    page.get_by_label("The details").fill("Needles are allowed. Call me: +44 20 7946 0958.")
    page.get_by_role("button", name="Look at it before posting").click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator("input[name=audience]:checked").count() == 0
    expect(page.locator(".found")).to_contain_text("+44 20 7946 0958")
    page.get_by_label("The details").fill("Needles are allowed. What do you knit?")
    page.get_by_label("Anyone, also people who are not signed in").check()
    page.get_by_role("button", name="Look at it before posting").click()
    expect(page.locator("main")).to_contain_text("What do you knit?")
    page.get_by_role("link", name="Sign in and post").click()
    sign_in(page, "ines")
    page.get_by_role("button", name="Post my question").click()
    expect(page.locator("h1")).to_have_text(title)
    question = page.url

    other = open_page(question, **PHONE, java_script_enabled=has_script)
    other.get_by_label("Your reply").fill("Small socks, they are quick.")
    other.get_by_role("button", name="Go on").click()
    other.get_by_role("link", name="Sign in and post").click()
    sign_in(other, "omar")
    expect(other.get_by_label("Your reply")).to_have_value("Small socks, they are quick.")
    other.get_by_role("button", name="Post your reply").click()
    assert re.search(r"#reply-\d+$", other.url)
    expect(other.locator("main")).to_contain_text("Small socks, they are quick.")

    page.goto("/notifications/")
    expect(page.locator("main")).to_contain_text("Someone replied to your question.")
    page.goto(question)
    page.get_by_role("button", name="This helped me").click()
    expect(page.locator("main")).to_contain_text("1 person said this helped")
    page.get_by_role("button", name="Stop telling me about replies").click()
    expect(page.get_by_role("button", name="Follow this thread")).to_be_visible()


def test_visitor_finds_that_it_was_asked_before_with_the_keyboard_alone(open_page):
    keys = Keyboard(open_page("/forum/ask/", **PHONE))
    keys.type("#ask-condition", "leukaemia")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**q=leukaemia**")
    keys.press("main a[href$='condition=acute-lymphocytic-leukemia']", "Enter", "**condition=acute**")
    keys.type("#ask-title", "How do you get through the steroid weeks?")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**title=**")
    keys.press("main a[href*=steroid-weeks]", "Enter", "**/steroid-weeks**")
    assert keys.page.context.cookies() == []


@pytest.fixture
def keys(open_page):
    return Keyboard(open_page("/accounts/login/"))


def test_question_is_asked_and_quoted_with_the_keyboard_alone(keys):
    keys.type("input[name=login]", "ines")
    keys.type("main input[name=password]", PASSWORD)
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(lambda url: "/accounts/login/" not in url)
    keys.page.goto("/forum/ask/?condition=all")
    keys.type("#ask-title", "Which tea in the waiting room?")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**title=**")
    keys.press("main button.btn-p", "Enter", "**/forum/ask/write/")
    keys.type("#id_body", "I take ginger.")
    keys.go_to("input[name=audience]")
    keys.page.keyboard.press("Space")
    keys.page.keyboard.press("ArrowDown")
    assert keys.page.locator("#id_audience_1").is_checked()
    keys.press("main button.btn-p", "Enter", "**/forum/ask/check/")
    keys.press("main button.btn-p", "Enter", "**/which-tea-in-the-waiting-room/")
    keys.press("a[href$='quote=question']", "Enter", "**quote=question")
    keys.type("#id_body", "Mint is fine too.")
    keys.press("main button.btn-p", "Enter", re.compile(r"#reply-\d+$"))
    expect(keys.page.locator(".quoted")).to_contain_text("I take ginger.")
    keys.press("form[action$='/follow/'] button", "Enter")
    expect(keys.page.get_by_role("button", name="Follow this thread")).to_be_visible()
