"""Writing an answer before there is an account, and saying that one helped: on a phone with and without JavaScript,
and with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.test_accessibility import AXE, OPTIONS, RUN
from tests.factories import PASSWORD
from tests.faults import expect_none

QUESTION = "/conditions/acute-lymphocytic-leukemia/questions/causes/"
PHONE = {"width": 390, "height": 844}
WORDS = "We never found a cause.\n\nIt took me a year to stop looking for one."


def sign_in(page: Page, login: str) -> None:
    page.locator("main input[name=login]").fill(login)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main input[name=password]").press("Enter")


def expect_accessible(page: Page) -> None:
    """What axe-core finds on the page as it stands is nothing."""
    page.evaluate(AXE)
    expect_none(page.evaluate(RUN, OPTIONS)["faults"])


@pytest.mark.parametrize(("has_script", "topic"), [(False, "sport"), (True, "diet")])
def test_visitor_answers_first_and_signs_in_after(open_page, has_script, topic):
    path = f"/conditions/acute-lymphocytic-leukemia/questions/{topic}/"
    page = open_page(path, **PHONE, java_script_enabled=has_script)
    form = page.locator("#answer")
    assert form.locator(":checked").count() == 0
    assert page.context.cookies() == []
    form.get_by_label("What happened to you?").fill(WORDS)
    form.get_by_label("Show no name").check()
    form.get_by_role("button", name="Go on with my answer").click()

    expect(page.locator("main")).to_contain_text("Your answer is kept")
    assert page.get_by_role("textbox", name="Your answer").input_value() == WORDS
    page.locator("main").get_by_role("link", name="Sign in").click()
    sign_in(page, "omar")

    assert page.get_by_role("textbox", name="Your answer").input_value() == WORDS
    page.get_by_role("button", name="Post my answer").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("link", name=re.compile("Say who may read it")).click()
    page.get_by_label("Anyone, also search engines").check()
    page.get_by_label("Who are you?").select_option("parent")
    page.get_by_role("button", name="Post my answer").click()

    page.wait_for_url(re.compile(rf"/questions/{topic}/#answer-\d+$"))
    expect(page.locator("#answers")).to_contain_text("It took me a year to stop looking for one.")
    expect(page.locator("#answers")).to_contain_text("A member, parent of someone with ALL")
    page.get_by_role("link", name="Change it, hide it or take it back").click()
    page.get_by_role("link", name="Take your answer back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#answer")).to_contain_text("You took this back. Only you can see it.")


@pytest.mark.parametrize("has_script", [False, True])
def test_visitor_signs_in_to_say_that_an_answer_helped_and_it_counts_once(open_page, has_script):
    page = open_page(QUESTION, **PHONE, java_script_enabled=has_script)
    post = page.locator("#answers article").first
    said = post.locator(".helped")
    before = int(re.search(r"\d+", said.text_content())[0]) if said.count() else 0
    post.get_by_role("link", name="This helped me").click()
    page.locator("main").get_by_role("link", name="Sign in").click()
    sign_in(page, "noor")
    page.get_by_role("button", name="Yes, this helped me").click()
    post = page.locator("#answers article").first
    expect(post.locator(".helped")).to_contain_text(f"{before + 1} ")
    button = post.get_by_role("button", name="You said this helped. Undo")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert page.locator("#answers article").first.get_by_role("button", name="This helped me").count() == 1


def sign_in_by_keyboard(keys: Keyboard, login: str) -> None:
    keys.press("main a[href*='/accounts/login/']", "Enter", "**/accounts/login/**")
    keys.type("main input[name=login]", login)
    keys.type("main input[name=password]", PASSWORD)
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(lambda url: "/accounts/login/" not in url)


@pytest.mark.parametrize("has_script", [True, False])
def test_visitor_says_that_an_answer_helped_with_the_keyboard_alone(open_page, has_script):
    keys = Keyboard(open_page(QUESTION, **PHONE, java_script_enabled=has_script))
    keys.press("#answers a[href$='/helped/']", "Enter", "**/helped/")
    sign_in_by_keyboard(keys, "lea")
    keys.press("main form button", "Enter", re.compile(r"#answer-\d+$"))
    expect(keys.page.locator("#answers button[aria-pressed=true]")).to_have_count(1)
    keys.press("#answers button[aria-pressed=true]", "Enter")
    expect(keys.page.locator("#answers button[aria-pressed=true]")).to_have_count(0)


@pytest.mark.parametrize(("has_script", "topic"), [(True, "living-with"), (False, "hereditary")])
def test_visitor_answers_and_signs_in_after_with_the_keyboard_alone(open_page, has_script, topic):
    path = f"/conditions/acute-lymphocytic-leukemia/questions/{topic}/"
    keys = Keyboard(open_page(path, **PHONE, java_script_enabled=has_script))
    keys.type("#answer textarea", "We sing a lot.")
    keys.press("#answer input[name=name]", "Space")
    keys.press("#answer button[type=submit]", "Enter", "**/answers/new/**")
    sign_in_by_keyboard(keys, "ines")
    assert keys.page.get_by_role("textbox", name="Your answer").input_value() == "We sing a lot."
    keys.press("main input[name=audience]", "Space")
    keys.page.keyboard.press("ArrowDown")
    assert keys.page.get_by_label("Anyone, also search engines").is_checked()
    keys.press("main button.btn-p", "Enter", re.compile(r"#answer-\d+$"))
    expect(keys.page.locator("#answers")).to_contain_text("We sing a lot.")


def test_pages_of_an_answer_are_accessible(open_page):
    page = open_page("/answers/new/acute-lymphocytic-leukemia/causes/", **PHONE, bypass_csp=True)
    expect_accessible(page)
    page.get_by_role("textbox", name="Your answer").fill("Call me: +44 20 7946 0958.")
    page.get_by_role("button", name="Keep my answer and go on").click()
    expect_accessible(page)
    page.locator("main").get_by_role("link", name="Sign in").click()
    sign_in(page, "noor")
    expect(page.locator(".found")).to_contain_text("+44 20 7946 0958")
    page.get_by_role("button", name="Post my answer").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect_accessible(page)
    page.goto("/drafts/")
    expect_accessible(page)
