"""Taking one's data along, leaving, coming back, and getting in again after forgetting the password: on a phone with
and without JavaScript, and with the keyboard alone."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.keyboard import press, tab_to, type_into
from tests.browser.server import demo_site
from tests.browser.test_accessibility import AXE, COLOURS, OPTIONS, RUN
from tests.factories import PASSWORD
from tests.faults import expect_none

LEA = "lea@members.example"
OWN_PAGES = ("profile", "picture", "conditions", "conditions/add", "map", "people", "data", "close", "close/texts")
TOO_SMALL = """() => [...document.querySelectorAll('main button, main .btn, main input, main select')]
    .filter(e => e.type !== 'hidden')
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < (e.matches('button, .btn') ? 44 : 24))
    .map(e => `${e.tagName} ${e.name || e.innerText}`)"""
NEW_PASSWORD = "nine-grey-pebbles-by-the-sea"


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mails")


@pytest.fixture(scope="module")
def site(chromium: str, mails: Path) -> Iterator[str]:
    """A site of its own, whose mails are files."""
    with demo_site(EMAIL_URL=f"filemail:///{mails}") as address:
        yield address


@pytest.fixture
def has_script() -> bool:
    return False


@pytest.fixture
def open_phone(browser: Browser, site: str, has_script: bool) -> Iterator[Callable[[], Page]]:
    context = browser.new_context(
        base_url=site, viewport={"width": 390, "height": 844}, java_script_enabled=has_script, accept_downloads=True
    )
    yield context.new_page
    context.close()


def sign_in(page: Page, *, back: str, login: str = LEA, password: str = PASSWORD) -> None:
    page.goto(f"/accounts/login/?next={back}")
    type_into(page, "main input[name=login]", login)
    type_into(page, "main input[name=password]", password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def prove(page: Page, password: str = PASSWORD) -> None:
    """Types the password once more where it is asked for."""
    if "/reauthenticate/" in page.url:
        type_into(page, "main input[name=password]", password)
        page.keyboard.press("Enter")


def take_file(page: Page, ending: str) -> bytes:
    page.goto("/account/data/")
    tab_to(page, f'main a[href$="my-data.{ending}"]')
    with page.expect_download() as download:
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        prove(page)
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("has_script", [False, True])
def test_member_takes_the_data_along_closes_the_account_and_comes_back(open_phone, mails):
    page = open_phone()
    sign_in(page, back="/account/data/")
    held = json.loads(take_file(page, "json"))
    assert held["records"]["accounts.User"][0]["email"] == LEA
    assert "A winter of mine" in take_file(page, "html").decode()
    page.goto("/account/close/")
    prove(page)
    page.wait_for_url("**/account/close/")
    assert page.locator("main input[type=radio]:checked").count() == 0
    press(page, "main form button[type=submit]", lead="/account/close/")
    assert page.title().startswith("Error: ")
    tab_to(page, "main input[type=radio][name=texts]")
    page.keyboard.press("ArrowDown")
    assert page.locator("main input[value=remove]").is_checked()
    press(page, "main form button[type=submit]", lead="/account/closing/")
    assert page.locator("h1").inner_text() == "Your account will be closed"
    assert any("Your account will be closed" in mail.read_text() for mail in mails.iterdir())
    page.goto("/account/data/")
    assert "/accounts/login/" in page.url
    sign_in(page, back="/account/")
    assert "Your account stays open." in page.locator("main").inner_text()


def test_member_chooses_text_by_text(open_phone):
    page = open_phone()
    sign_in(page, back="/account/close/texts/")
    prove(page)
    page.wait_for_url("**/account/close/texts/")
    tab_to(page, "main input[name=removed]")
    page.keyboard.press("Space")
    assert page.get_by_label("A winter of mine").is_checked()
    press(page, "main form button[type=submit]", lead="/account/closing/")
    sign_in(page, back="/account/")
    assert "Your account stays open." in page.locator("main").inner_text()


def test_member_says_who_sees_what_and_looks_with_others_eyes(open_phone):
    page = open_phone()
    sign_in(page, back="/account/profile/", login="ines@members.example")
    assert page.locator("main select[name=about_audience]").input_value() == "nobody"
    type_into(page, "main textarea[name=about]", "I like tomatoes.")
    tab_to(page, "main select[name=about_audience]")
    page.keyboard.type("Members")
    press(page, "main .write button[type=submit]", lead="/account/profile/")
    assert "Saved." in page.locator("main").inner_text()
    press(page, 'main a[href="/members/ines/"]', lead="/members/ines/")
    assert "I like tomatoes." in page.locator("main").inner_text()
    press(page, 'main a[href="?as=anyone"]', lead="as=anyone")
    assert "I like tomatoes." not in page.locator("main").inner_text()
    page.goto("/account/profile/")
    press(page, "main .undo button", lead="/account/profile/")
    assert page.locator("main textarea[name=about]").input_value() == ""


def test_member_mutes_another_and_takes_it_back(open_phone):
    page = open_phone()
    sign_in(page, back="/members/lucia/")
    press(page, 'main form[action$="/mute/"] button', lead="/account/people/")
    assert "Lucía" in page.locator("main").inner_text()
    press(page, "main .undo button", lead="/account/people/")
    assert "You have muted or blocked nobody." in page.locator("main").inner_text()


def test_own_pages_are_without_fault_in_every_width_and_light(browser, site):
    context = browser.new_context(base_url=site)
    page = context.new_page()
    sign_in(page, back="/account/close/")
    prove(page)
    page.wait_for_url("**/account/close/")
    faults = []
    for name in OWN_PAGES:
        page.goto(f"/account/{name}/")
        page.evaluate(AXE)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, options in (("light", OPTIONS), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)
                faults += [f"{name}, {width} px, {scheme}: {fault}" for fault in page.evaluate(RUN, options)["faults"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{name}, {width} px: wider than the screen")
            faults += [f"{name}, {width} px: too small: {control}" for control in page.evaluate(TOO_SMALL)]
    context.close()
    expect_none(faults)


@pytest.mark.parametrize(("has_script", "new_password"), [(False, NEW_PASSWORD), (True, f"{NEW_PASSWORD}-again")])
def test_forgotten_password_is_replaced_by_a_pasted_one(open_phone, mails, new_password):
    page = open_phone()
    page.goto("/accounts/login/")
    press(page, 'main a[href="/accounts/password/reset/"]', lead="/password/reset/")
    field = page.locator("main input[name=email]")
    assert field.get_attribute("autocomplete") == "email"
    type_into(page, "main input[name=email]", LEA)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    newest = max(mails.iterdir(), key=lambda path: path.stat().st_mtime)
    link = re.search(r"http://\S+/password/reset/key/\S+/", newest.read_text().replace("=\n", ""))
    page.goto(link[0].replace("=3D", "="))
    for name in ("password1", "password2"):
        box = page.locator(f"main input[name={name}]")
        if box.count():
            assert box.get_attribute("autocomplete") == "new-password"
            assert box.get_attribute("onpaste") is None
            type_into(page, f"main input[name={name}]", new_password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.context.clear_cookies()
    sign_in(page, back="/account/", password=new_password)
    assert page.locator("h1").inner_text() == "Your account"
