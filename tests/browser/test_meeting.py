"""Two members meet: a wave, an answer, messages both ways, and a block, on a phone without JavaScript and with the
keyboard alone. What stands on the way is right for axe, wide enough to press, and nowhere wider than the screen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.keyboard import press, tab_to, type_into
from tests.browser.server import demo_site
from tests.browser.test_accessibility import AXE, COLOURS, OPTIONS, RUN
from tests.browser.test_rights import TOO_SMALL
from tests.factories import PASSWORD
from tests.faults import expect_none

LEA, OMAR = "lea@members.example", "omar@members.example"
WIDTHS = (320, 390, 1280)
WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def site(chromium: str) -> Iterator[str]:
    """A site of its own: what these two do changes what others see."""
    with demo_site() as address:
        yield address


@dataclass
class Person:
    """A member with a browser."""

    name: str
    page: Page

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def text(self) -> str:
        return self.page.inner_text("main")


@pytest.fixture
def person(browser: Browser, site: str) -> Iterator[Callable[..., Person]]:
    contexts: list[BrowserContext] = []

    def make(name: str, email: str, **options: object) -> Person:
        context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/?next=/messages/")
        page.fill("main input[name=login]", email)
        page.fill("main input[name=password]", PASSWORD)
        page.press("main input[name=password]", "Enter")
        page.wait_for_url("**/messages/")
        return Person(name, page)

    yield make
    for context in contexts:
        context.close()


def look_at(page: Page) -> None:
    """Everything that can be measured of a page as it stands, at each width and in the dark."""
    page.evaluate(AXE)
    faults = [f"too small: {what}" for what in page.evaluate(TOO_SMALL)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate(WIDER) > 0:
            faults.append(f"{width} px: wider than the screen")
        for scheme, options in (("light", OPTIONS), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            faults += [f"{width} px, {scheme}: {fault}" for fault in page.evaluate(RUN, options)["faults"]]
    page.set_viewport_size({"width": 390, "height": 844})
    expect_none(faults)


def test_wave_answer_messages_and_block_with_the_keyboard_alone(person):
    lea, omar = person("lea", LEA), person("omar", OMAR)
    look_at(lea.open("/messages/"))
    lea.open("/members/omar/")
    press(lea.page, 'main a[href$="/wave/"]', lead=r"/members/omar/wave/$")
    look_at(lea.page)
    press(lea.page, "main form button", lead=r"/messages/$")
    assert "You waved on" in lea.text()

    assert "1" in omar.open("/messages/").inner_text("header .count")
    look_at(omar.page)
    press(omar.page, 'main a[href$="/accept/"]', lead=r"/accept/$")
    look_at(omar.page)
    press(omar.page, "main form button", lead=r"/messages/\d+/$")
    look_at(omar.page)
    type_into(omar.page, "#id_body", "Hello Lea. مرحبا")
    press(omar.page, "main form button:not([name=go])", lead=r"#message-\d+$")
    assert "Hello Lea." in omar.text()

    lea.open("/messages/")
    press(lea.page, 'form[action$="/read/"] button', lead=r"/messages/\d+/$")
    assert "Hello Lea. مرحبا" in lea.text()
    look_at(lea.page)
    conversation = lea.page.url
    type_into(lea.page, "#id_body", "Hello Omar.")
    press(lea.page, "main form button:not([name=go])", lead=r"#message-\d+$")

    omar.open(conversation)
    press(omar.page, 'form[action$="/block/"] button', lead=r"/account/people/$")
    lea.open(conversation)
    assert "This conversation has ended." in lea.text()
    assert lea.page.locator("#id_body").count() == 0
    look_at(lea.page)
    lea.open("/members/omar/")
    assert lea.page.locator('main a[href$="/wave/"]').count() == 0


def test_wave_answer_messages_and_block_without_javascript(person):
    ada = person("ada", "ada@members.example", java_script_enabled=False)
    ines = person("ines", "ines@members.example", java_script_enabled=False)
    ines.open("/members/ada/").click('main a[href$="/wave/"]')
    ines.page.click("main form button")
    assert "You waved on" in ines.text()
    ada.open("/messages/").click('main a[href$="/accept/"]')
    ada.page.click("main form button")
    ada.page.fill("#id_body", "Half a thought")
    ada.page.click("main button[name=go]")
    assert "Your words are kept." in ada.text()
    assert ada.page.input_value("#id_body") == "Half a thought"
    ada.page.fill("#id_body", "A whole one.")
    ada.page.click("main form.stack button:not([name=go])")
    ada.page.wait_for_url(re.compile(r"#message-\d+$"))
    ines.open("/messages/").click('form[action$="/read/"] button')
    assert "A whole one." in ines.text()
    ines.page.click('main a[href$="/remove/"]')
    ines.page.click("main form button")
    assert "A whole one." not in ines.text()
    conversation = ines.page.url
    ines.page.click('main form[action$="/block/"] button')
    ada.open(conversation)
    assert "This conversation has ended." in ada.text()
    assert "A whole one." in ada.text()


def belong(member: Person, condition: str) -> None:
    """Notes a condition and shows it to members."""
    member.open("/account/conditions/add/").fill("#id_condition", condition)
    member.page.select_option("#id_relation", "has-it")
    member.page.select_option("#id_audience", "members")
    member.page.click("main form.write button[type=submit]")
    assert condition in member.text()


def test_first_words_by_a_shared_condition_report_and_mute_without_javascript(person):
    rosa = person("rosa", "rosa@members.example", java_script_enabled=False)
    omar = person("omar", OMAR, java_script_enabled=False)
    omar.open("/members/rosa/")
    assert omar.page.locator('main a[href$="/write/"]').count() == 0
    for member in (rosa, omar):
        belong(member, "Cystic fibrosis")
    rosa.open("/account/contact/").check("#id_is_open")
    rosa.page.click("main form.write button")
    omar.open("/members/rosa/").click('main a[href$="/write/"]')
    omar.page.fill("#id_body", "I have a remedy for you.")
    omar.page.click("main form button[type=submit]:not([name=go])")
    omar.page.wait_for_url(re.compile(r"/messages/\d+/"))
    conversation = omar.page.url.partition("#")[0]

    rosa.open("/messages/").click('form[action$="/read/"] button')
    assert "I have a remedy for you." in rosa.text()
    rosa.page.click('main a[href^="/report/message/"]')
    rosa.page.check("main input[name=reason] >> nth=0")
    rosa.page.click("main form button[type=submit]")
    assert "We have your report" in rosa.text()
    rosa.open(conversation).click('main form[action$="/mute/"] button')
    rosa.open(conversation)
    words = rosa.page.get_by_text("I have a remedy for you.")
    assert not words.is_visible()
    rosa.page.get_by_text("You muted this member. Show the messages").click()
    assert words.is_visible()

    omar.open(conversation)
    assert "I have a remedy for you." in omar.text()
    assert not {"muted", "report"} & set(re.findall(r"\w+", omar.text().lower()))


def test_choice_of_who_may_write_is_reached_and_saved_with_the_keyboard(person):
    lea = person("lea", LEA)
    press(lea.open("/messages/"), 'main a[href$="/account/contact/"]', lead=r"/account/contact/$")
    look_at(lea.page)
    tab_to(lea.page, "#id_is_open")
    lea.page.keyboard.press("Space")
    press(lea.page, "main form.write button", lead=r"/account/contact/$")
    assert lea.page.is_checked("#id_is_open")
