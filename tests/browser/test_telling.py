"""Telling a story through its five steps, with one mistake and one telephone number: on a phone with and without
JavaScript, and with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.kinds import ALL
from tests.browser.test_accessibility import AXE, OPTIONS, RUN
from tests.factories import PASSWORD
from tests.faults import expect_none

GO_ON = "Keep and go on"


def sign_in(page: Page, login: str) -> None:
    page.locator("main input[name=login]").fill(login)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main input[name=password]").press("Enter")


@pytest.mark.parametrize(("has_script", "login"), [(False, "noor"), (True, "iva")])
def test_visitor_tells_a_story_on_a_phone(open_page, has_script, login):
    page = open_page(f"{ALL}stories/", width=390, height=844, java_script_enabled=has_script)
    assert page.context.cookies() == []
    page.get_by_role("link", name="Tell my story").first.click()
    expect(page).to_have_title(re.compile("^Tell my story"))
    assert page.context.cookies() == []
    assert page.get_by_label("Condition", exact=True).input_value() == "Acute lymphocytic leukemia"
    page.get_by_label("Who are you?").select_option("parent")
    page.get_by_role("button", name=GO_ON).click()

    page.get_by_label("Title").fill("The year of the scarves")
    page.get_by_role("button", name=GO_ON).click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("link", name=re.compile("Write a few lines")).click()
    assert page.url.endswith("#id_body")
    assert page.get_by_label("Title").input_value() == "The year of the scarves"
    page.get_by_label("Your story").fill("It began in spring. Call us: +44 20 7946 0958.")
    page.get_by_role("button", name=GO_ON).click()

    assert page.locator("main :checked:not(option)").count() == 0
    page.get_by_label("Show no name").check()
    page.get_by_label("It describes time in hospital").check()
    page.get_by_label("Anyone, also search engines").check()
    page.get_by_role("button", name=GO_ON).click()

    expect(page.locator(".found")).to_contain_text("+44 20 7946 0958")
    page.get_by_role("link", name="Change your words").click()
    page.get_by_label("Your story").fill("It began in spring. By summer we knitted.")
    page.get_by_role("button", name=GO_ON).click()
    page.get_by_role("button", name=GO_ON).click()
    assert page.locator(".found").count() == 0

    page.locator("main").get_by_role("link", name="Sign in").click()
    sign_in(page, login)
    expect(page).to_have_title(re.compile("^Check your story"))
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send my story").click()
    expect(page).to_have_title(re.compile("^Thank you"))
    page.get_by_role("link", name="See my story").click()
    expect(page.locator("main")).to_contain_text("By summer we knitted.")
    expect(page.locator("main")).to_contain_text("Only you can see this until we have read it.")
    expect(page.locator("article .by").first).to_contain_text("A member")
    address = page.url
    other = page.context.browser.new_context()
    assert other.request.get(address).status == 404
    other.close()


@pytest.fixture
def keys(open_page):
    """A page, and what one finger on the keyboard can do with it."""
    return Keyboard(open_page("/accounts/login/"))


def test_member_tells_a_story_with_the_keyboard_alone(keys):
    keys.type("input[name=login]", "noor")
    keys.type("main input[name=password]", PASSWORD)
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(lambda url: "/accounts/login/" not in url)
    keys.page.goto("/stories/new/")
    keys.type("#id_condition", "Cystic fibrosis")
    keys.press("main button:not([name])", "Enter", "**/stories/new/words/")
    keys.press("button[value=questions]", "Enter")
    keys.page.wait_for_selector("#id_now")
    keys.type("#id_title", "Small breaths")
    keys.type("#id_now", "We walk. Call +44 20 7946 0958.")
    keys.press("main button:not([name])", "Enter", "**/stories/new/readers/")
    keys.press("main button:not([name])", "Enter")
    keys.page.wait_for_selector(".errors")
    keys.press("#id_name_0", "Space")
    keys.go_to("#id_audience_0")
    keys.page.keyboard.press("Space")
    keys.page.keyboard.press("ArrowDown")
    assert keys.page.locator("#id_audience_1").is_checked()
    keys.press("main button:not([name])", "Enter", "**/stories/new/check/")
    assert "+44 20 7946 0958" in keys.page.locator(".found").inner_text()
    keys.press("#id_keep_personal_data", "Space")
    if keys.page.locator("#id_consent").count():
        keys.press("#id_consent", "Space")
    keys.press("main button[type=submit]", "Enter", "**/sent/")
    assert keys.page.title().startswith("Thank you for your story")


def faults(page: Page) -> list[str]:
    """What axe-core finds on this page, and whether it is wider than a small phone."""
    page.evaluate(AXE)
    found = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate(RUN, OPTIONS)["faults"]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
    return [f"{page.title()}: {fault}" for fault in found]


def test_every_step_and_its_mistakes_can_be_used_by_everyone(open_page):
    page = open_page("/accounts/login/?next=/stories/new/")
    sign_in(page, "noor")
    page.wait_for_url("**/stories/new/")
    page.get_by_label("Condition", exact=True).fill("Nothing that we know")
    page.get_by_role("button", name=GO_ON).click()
    found = faults(page)
    page.get_by_label("Condition", exact=True).fill("Type 1 diabetes")
    page.get_by_role("button", name=GO_ON).click()
    page.get_by_role("button", name=GO_ON).click()
    found += faults(page)
    page.get_by_role("button", name="Help me with questions").click()
    found += faults(page)
    page.get_by_label("Title").fill("Sugar")
    page.locator("#id_now").fill("Dr. Patel is gone. Write to a@example.org.")
    page.get_by_role("button", name=GO_ON).click()
    page.get_by_role("button", name=GO_ON).click()
    found += faults(page)
    page.get_by_label("Show my name").check()
    page.get_by_label("It mentions needles").check()
    page.get_by_label("Only members").check()
    page.get_by_role("button", name=GO_ON).click()
    page.get_by_role("button", name="Send my story").click()
    found += faults(page)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Send my story").click()
    found += faults(page)
    page.get_by_role("link", name="See my story").click()
    found += faults(page)
    mine = page.url.replace("/stories/", "/stories/mine/").rsplit("/", 2)[0]
    for name in ("edit", "add", "sharing", "withdraw", "delete", "versions"):
        page.goto(f"{mine}/{name}/")
        found += faults(page)
    page.goto("/stories/")
    found += faults(page)
    expect_none(found)
