"""Journeys 7 and 8, each whole: onto the map, counted, off it, and no longer counted; and from one's symptoms by a
match and a wave to messages and a block. With JavaScript, without it, and by keyboard alone, at the width of a phone.

At each stop of the keyboard the focus can be seen, and stands within the window.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.neighbours import WORDS
from tests.browser.server import site_after
from tests.factories import PASSWORD

WAYS = ("script", "no script", "keyboard")
COUNTRIES = dict(zip(WAYS, (("NZ", "New Zealand"), ("IS", "Iceland"), ("UY", "Uruguay")), strict=True))
MOST_STOPS = 150
LEAST_RING = 2
FOCUS = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  const ring = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  const wide = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
  const high = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return {what: here.outerHTML.slice(0, 90), isNone: here === document.body, ring,
          isInView: wide >= Math.min(box.width, 24) && high >= Math.min(box.height, 24)};
}"""


@pytest.fixture(scope="module")
def site_and_run(chromium: str) -> Iterator[tuple[str, Callable[..., None]]]:
    with site_after(["-m", "tests.browser.neighbours", "people"]) as (address, run):
        yield address, run


@pytest.fixture(scope="module")
def beside(site_and_run: tuple[str, Callable[..., None]]) -> Callable[..., None]:
    """Lets something happen beside: `beside("join=NZ", "night=1")`."""
    return lambda *words: site_and_run[1]("tests.browser.neighbours", *words)


@dataclass
class Walker:
    """Somebody with a phone, who goes through the site in one of the three ways."""

    page: Page
    is_by_keyboard: bool

    def open(self, path: str) -> str:
        self.page.goto(path)
        return self.text()

    def text(self) -> str:
        return self.page.inner_text("main")

    def reach(self, selector: str) -> None:
        """Goes on with the Tab key until the element has the focus, and looks at each stop where it stands."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus["isNone"]:
                continue
            assert focus["ring"] >= LEAST_RING, f"Nobody sees the focus on {focus['what']}, {self.page.url}"
            assert focus["isInView"], f"The focus is out of view on {focus['what']}, {self.page.url}"
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"The keyboard does not reach {selector} on {self.page.url}")

    def press(self, selector: str, *, lead: str) -> str:
        """Presses a link or a button, and waits for the page that it leads to."""
        if self.is_by_keyboard:
            self.reach(selector)
        with self.page.expect_navigation(url=re.compile(lead)):
            if self.is_by_keyboard:
                self.page.keyboard.press("Enter")
            else:
                self.page.locator(selector).first.click()
        return self.text()

    def type(self, selector: str, words: str) -> None:
        if self.is_by_keyboard:
            self.reach(selector)
            self.page.keyboard.insert_text(words)
        else:
            self.page.fill(selector, words)

    def tick(self, selector: str) -> None:
        if self.is_by_keyboard:
            self.reach(selector)
            self.page.keyboard.press("Space")
        else:
            self.page.check(selector)
        assert self.page.is_checked(selector)

    def choose(self, selector: str, words: str) -> None:
        if self.is_by_keyboard:
            self.reach(selector)
            self.page.keyboard.type(words)
        else:
            self.page.select_option(selector, label=words)

    def sign_in(self, username: str) -> None:
        self.type("main input[name=login]", f"{username}@members.example")
        self.type("main input[name=password]", PASSWORD)
        self.press("main form button[type=submit]", lead=r"^(?!.*/login/)")


@pytest.fixture
def walker(browser: Browser, site_and_run: tuple[str, object], way: str) -> Iterator[Callable[[], Walker]]:
    contexts: list[BrowserContext] = []

    def make() -> Walker:
        context = browser.new_context(
            base_url=site_and_run[0],
            viewport={"width": 390, "height": 844},
            java_script_enabled=way != "no script",
            reduced_motion="reduce",
        )
        contexts.append(context)
        return Walker(context.new_page(), way == "keyboard")

    yield make
    for context in contexts:
        context.close()


def row_of(walker: Walker, country: str) -> list[str]:
    """What the table of the map says of a country: nothing, or its number."""
    walker.open("/map/")
    return walker.page.locator(f"#area-{country} td").all_inner_texts()


@pytest.mark.parametrize("way", WAYS)
def test_member_joins_the_map_is_counted_leaves_and_is_counted_no_more_the_next_day(walker, way, beside):
    me, (code, country) = walker(), COUNTRIES[way]
    days = 3 * WAYS.index(way)
    beside(f"night={days}")
    me.open("/map/")
    me.press("main a.btn-p", lead="/accounts/login/")
    me.sign_in(f"seeker-{WORDS[WAYS.index(way)]}")
    assert not me.page.is_checked("main input[name=consent]")
    me.choose("main select[name=country]", country)
    me.tick("main input[name=consent]")
    assert f"You are shown in: {country}" in me.press("main form.write button[type=submit]", lead="/account/map/$")
    assert row_of(me, code) == []
    beside(f"join={code}", f"night={days + 1}")
    assert row_of(me, code) == ["5"]
    me.press('main a:text-is("Change or leave")' if way != "keyboard" else "#place-h ~ p a", lead="/account/map/")
    assert "You left the map." in me.press('main form[action="/account/map/leave/"] button', lead="/account/map/$")
    assert "You are shown in" not in me.open("/map/")
    assert row_of(me, code) == ["5"]
    beside(f"leave={code}", f"night={days + 2}")
    assert row_of(me, code) == []


@pytest.mark.parametrize("way", WAYS)
def test_member_adds_symptoms_finds_a_match_waves_writes_and_is_blocked(walker, way):
    word = WORDS[WAYS.index(way)]
    seeker, found = walker(), walker()
    seeker.open("/accounts/login/?next=/soulmates/")
    seeker.sign_in(f"seeker-{word}")
    seeker.press("main a.btn", lead="/soulmates/symptoms/")
    seeker.type("#symptom-q", word)
    seeker.press('main form[role="search"] button', lead=f"q={word}")
    boxes = [box.get_attribute("id") for box in seeker.page.locator("main input[name=symptom]").all()]
    assert len(boxes) == 3
    for box in boxes:
        seeker.tick(f"#{box}")
    seeker.tick("#id_consent")
    seeker.press('main form[action$="/add/"] button', lead="/soulmates/symptoms/$")
    seeker.press('main a[href="/soulmates/"]', lead="/soulmates/$")
    seeker.tick("#id_consent")
    text = seeker.press("main form.write button", lead="/soulmates/$")
    assert f"Found {word}" in text
    assert "You share 3 of your 3 symptoms" in text

    assert "Wave" in seeker.press('main button[value="at-once"]', lead=f"/members/found-{word}/wave/")
    seeker.tick("#id_consent")
    assert "You waved on" in seeker.press("main form button[type=submit]", lead="/soulmates/$")

    found.open("/accounts/login/?next=/soulmates/")
    found.sign_in(f"found-{word}")
    assert "They waved to you." in found.text()
    found.press("main .standing a", lead="/messages/$")
    found.press('main a[href$="/accept/"]', lead="/accept/$")
    found.press("main form button", lead=r"/messages/\d+/$")
    found.type("#id_body", "Hello. What helps you?")
    found.press("main form button:not([name=go])", lead=r"#message-\d+$")

    seeker.open("/soulmates/")
    assert "What helps you?" in seeker.press("main .standing a", lead=r"/messages/\d+/$")
    conversation = seeker.page.url
    seeker.press('main form[action$="/block/"] button', lead="/account/people/$")
    assert "This conversation has ended." in found.open(conversation)
    for walks, other in ((seeker, f"Found {word}"), (found, f"Seeker {word}")):
        assert other not in walks.open("/soulmates/")
