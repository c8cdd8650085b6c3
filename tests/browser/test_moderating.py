"""A first text is read by a moderator, its author hears why it is not published: on a phone without JavaScript."""

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from notifications.letters import Line, News
from tests.browser.keyboard import STOP, Keyboard
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


def signed_in(open_page, name: str, path: str) -> Page:
    """Somebody's browser on a phone, without JavaScript, at a page of theirs."""
    page = open_page(f"/accounts/login/?next={path}", **PHONE, java_script_enabled=False)
    sign_in(page, name)
    return page


def test_first_text_is_not_published_and_its_author_hears_why(open_page):
    moderator = signed_in(open_page, "mika", "/moderation/")
    row = moderator.locator("article", has_text="First words of mine")
    row.get_by_role("link", name=re.compile("^Do not publish")).click()
    moderator.get_by_role("button", name="Do not publish, and tell the author").click()
    expect(moderator).to_have_title(re.compile("^Error: "))
    moderator.get_by_role("link", name=re.compile("Say why")).click()
    moderator.get_by_label("What does it rest on?").select_option("private")
    moderator.get_by_label("Why?").fill("Thank you. Please leave out the doctor’s name.")
    moderator.get_by_role("button", name="Do not publish, and tell the author").click()
    expect(moderator.locator("main")).to_contain_text("Not published. The author hears why.")
    assert moderator.locator("article", has_text="First words of mine").count() == 0

    author = signed_in(open_page, "ada", "/notifications/")
    author.get_by_role("button", name=re.compile("First words of mine")).click()
    expect(author.locator("main")).to_contain_text("Please leave out the doctor’s name.")
    expect(author.locator("main")).to_contain_text("By summer I was home.")
    author.goto("/notifications/")
    assert author.get_by_text("New ·").count() == 0


def test_reader_reports_moderator_removes_author_appeals_and_another_decides(open_page):
    reader = open_page("/conditions/long-words/stories/", **PHONE, java_script_enabled=False)
    told = reader.locator("main").get_by_role("link", name="A summer at Quillwater")
    while not told.count():
        reader.locator("main a[rel=next]").click()
    told.first.click()
    story = reader.url
    reader.get_by_role("link", name="Report this story").click()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader).to_have_title(re.compile("^Error: "))
    reader.get_by_label("It shows someone’s name, address or other private things").check()
    reader.get_by_label("What should a moderator know?").fill("It names my street.")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.locator("h1")).to_have_text("We have your report")
    receipt = reader.url
    assert reader.context.cookies() == []

    moderator = signed_in(open_page, "mika", "/moderation/")
    row = moderator.locator("article", has_text="A summer at Quillwater")
    expect(row).to_contain_text("It names my street.")
    row.get_by_role("button", name=re.compile("^I am reading this")).click()
    moderator.get_by_role("link", name=re.compile("^Remove")).click()
    moderator.get_by_label("What does it rest on?").select_option("private")
    moderator.get_by_label("Why?").fill("It names a street.")
    moderator.get_by_role("button", name="Remove, and tell the author").click()
    expect(moderator.locator("main")).to_contain_text("Removed. The author hears why.")
    reader.goto(receipt)
    expect(reader.locator("main")).to_contain_text("taken it down")
    assert reader.goto(story).status == 404

    author = signed_in(open_page, "rosa", "/notifications/")
    author.get_by_role("button", name=re.compile("A summer at Quillwater")).click()
    expect(author.locator("main")).to_contain_text("Community rule: keep people private.")
    expect(author.locator("main")).not_to_contain_text("my street")
    author.get_by_role("link", name=re.compile("^Appeal")).click()
    author.get_by_label("Why do you see it differently?").fill("The street is an invented one.")
    author.get_by_role("button", name="Send the appeal").click()
    expect(author.locator("h1")).to_have_text("Your appeal")

    first = signed_in(open_page, "mika", "/appeals/")
    expect(first.locator("main")).to_contain_text("None waits.")
    second = signed_in(open_page, "nele", "/appeals/")
    second.locator("main").get_by_role("link", name=re.compile("Removed")).click()
    expect(second.locator("main")).to_contain_text("The street is an invented one.")
    second.get_by_label("the decision was taken back").check()
    second.get_by_label("Why?").fill("It is invented. We are sorry.")
    second.get_by_role("button", name="Decide, and tell the author").click()
    author.reload()
    expect(author.locator("main")).to_contain_text("It is invented. We are sorry.")
    assert reader.goto(story).status == 200


def report(open_page, *threads: int) -> None:
    """A reader says of these threads that they are cruel."""
    reader = open_page("/report/known/", java_script_enabled=False)
    for pk in threads:
        reader.goto(f"/report/thread/{pk}/")
        reader.get_by_label("It is cruel or insults someone").check()
        reader.get_by_role("button", name="Send the report").click()


def test_case_is_claimed_and_decided_with_the_keyboard_alone_and_the_next_one_is_there(open_page):
    report(open_page, 2, 3)
    page = open_page("/accounts/login/?next=/moderation/%3Freason%3Dcruelty", **PHONE, java_script_enabled=False)
    sign_in(page, "nele")
    page.wait_for_url("**/moderation/?reason=cruelty")
    keys = Keyboard(page)
    first, second = page.locator("article.case").evaluate_all("all => all.map(one => one.id)")[:2]
    keys.press(f"#{first} form[action$='/claim/'] button", "Enter", re.compile(f"#{first}$"))
    expect(page.locator(f"#{first}")).to_be_focused()
    expect(page.locator(f"#{first}")).to_contain_text("You are reading this.")
    assert page.evaluate(STOP, f"#{first}") == [True, ""]
    keys.press(f"#{first} a[href$='/keep/']", "Enter", "**/keep/")
    keys.go_to("select[name=ground]")
    page.keyboard.press("ArrowDown")
    keys.type("textarea[name=reason]", "It is blunt, and it is about their own day.")
    keys.press("main form.write button", "Space", re.compile(f"#{second}$"))
    expect(page.locator(f"#{first}")).to_have_count(0)
    expect(page.locator(f"#{second}")).to_be_focused()
    expect(page.locator(f"#{second}")).to_contain_text("It stays as it is.")
    assert page.evaluate(STOP, f"#{second}") == [True, ""]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article').id") == second


def test_single_keys_work_where_they_were_switched_on_and_only_outside_of_fields(open_page):
    report(open_page, 4, 5)
    page = open_page("/accounts/login/?next=/moderation/")
    sign_in(page, "nele")
    page.wait_for_url("**/moderation/")
    all_cases = page.locator("article.case")
    page.keyboard.press("j")
    expect(all_cases.first).not_to_be_focused()
    page.get_by_role("button", name="Use j, k and 1 to 6").click()
    expect(page.locator("main")).to_contain_text("The keys are on.")
    page.wait_for_load_state("load")  # the script comes after the words
    page.keyboard.press("1")
    page.keyboard.press("j")
    expect(all_cases.first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(all_cases.nth(1)).to_be_focused()
    assert page.evaluate(STOP, "article.case") == [True, ""]
    page.get_by_label("Kind").focus()
    page.keyboard.press("j")
    expect(page.get_by_label("Kind")).to_be_focused()
    page.keyboard.press("Escape")
    all_cases.first.get_by_role("link").first.focus()
    page.keyboard.press("Control+6")
    page.keyboard.press("6")
    page.wait_for_url("**/hand-over/")
    page.goto("/moderation/")
    expect_clean(page, "the keys")
    page.get_by_role("button", name="Switch the keys off").click()
    expect(page.locator("main")).to_contain_text("The keys are off.")
    page.keyboard.press("j")
    expect(all_cases.first).not_to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_a_case_a_report_and_an_appeal(open_page, scheme):
    """Each page at the width of a small phone, where nothing may stand out at the side either."""
    width = {"width": 320, "color_scheme": scheme}
    stranger = open_page("/about/transparency/", **width)
    for path in ("/about/transparency/", "/report/story/1/", "/report/known/"):
        stranger.goto(path)
        expect_clean(stranger, path)
        assert stranger.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    moderator = open_page("/accounts/login/?next=/moderation/", **width)
    sign_in(moderator, "mika")
    moderator.wait_for_url("**/moderation/")
    links = moderator.locator("main article a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    cases = [href for href in links if href.startswith("/moderation/cases/")][:10]
    for path in ["/moderation/", "/moderation/log/", "/appeals/", *cases]:
        moderator.goto(path)
        expect_clean(moderator, path)
        assert moderator.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


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
