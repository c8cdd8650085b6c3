"""Joining and signing in as people do: on a phone with and without JavaScript, and with a passkey of a device
that is made up."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.kinds import ALL
from tests.browser.server import demo_site
from tests.factories import PASSWORD as MODERATORS

PASSWORD = "a-long-enough-phrase"
SLOWEST_ROBOT = 3_100
"""Milliseconds that a person takes at least to fill the form in (accounts/joining.py)."""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
NAMES = ("Marisol", "Solveig", "Wanjiku", "Ngozi", "Kjersti")

numbers = count()


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mails")


@pytest.fixture(scope="module")
def site(chromium: str, mails: Path) -> Iterator[str]:
    """A site of its own, by a name: passkeys belong to names, not to numbers."""
    settings = {"ALLOWED_HOSTS": "localhost,127.0.0.1", "EMAIL_URL": f"filemail:///{mails}", "SIGN_UPS_PER_DAY": "9"}
    with demo_site(**settings) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def open_phone(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844}, **options)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def last_code(mails: Path) -> str:
    newest = max(mails.iterdir(), key=lambda path: path.stat().st_mtime)
    return re.findall(r"^([A-Z0-9]{3,}-[A-Z0-9]{3,})$", newest.read_text(), re.MULTILINE)[-1]


def join(page: Page, mails: Path, *, back: str = "/stories/") -> str:
    """Joins as someone new, and returns the address."""
    page.goto(f"/accounts/login/?next={back}")
    page.get_by_role("link", name="Join", exact=True).click()
    return fill_in(page, mails)


def fill_in(page: Page, mails: Path) -> str:
    """Fills in the form for joining and the code that comes by mail, and returns the address."""
    name = NAMES[next(numbers)]
    page.get_by_label("Name that others see").fill(name)
    page.get_by_label("E-mail address").fill(f"{name.lower()}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("I am 16 years old or older.").check()
    page.wait_for_timeout(SLOWEST_ROBOT)
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_label("Code").wait_for()
    page.get_by_label("Code").fill(last_code(mails))
    page.get_by_role("button", name="Confirm my address").click()
    return f"{name.lower()}@example.org"


def test_newcomer_joins_without_javascript_and_is_back_where_they_came_from(open_phone, mails):
    page = open_phone(java_script_enabled=False)
    join(page, mails, back="/forum/")
    page.wait_for_url("**/forum/")
    page.get_by_role("link", name="Your account").click()
    assert page.locator("h1").inner_text() == "Your account"
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("link", name="Sign in").first.is_visible()


@pytest.mark.parametrize(("has_script", "topic"), [(False, "sport"), (True, "diet")])
def test_newcomer_answers_joins_waits_for_a_moderator_and_hears_of_it(open_phone, mails, has_script, topic):
    page = open_phone(java_script_enabled=has_script)
    page.goto(f"{ALL}questions/{topic}/")
    page.get_by_label("What happened to you?").fill("I walk to the corner and back, each day.")
    page.get_by_role("button", name="Go on with my answer").click()
    page.get_by_role("link", name="Make an account").click()
    fill_in(page, mails)
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value("I walk to the corner and back, each day.")
    page.get_by_label("Show no name").check()
    page.get_by_label("Anyone, also search engines").check()
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Post my answer").click()
    expect(page.locator("#answers")).to_contain_text("Only you can see this until we have read it.")
    reader = open_phone()
    reader.goto(f"{ALL}questions/{topic}/")
    expect(reader.locator("#answers")).not_to_contain_text("I walk to the corner")

    moderator = open_phone(java_script_enabled=has_script)
    moderator.goto("/accounts/login/?next=/moderation/")
    moderator.locator("main input[name=login]").fill("mika")
    moderator.locator("main input[name=password]").fill(MODERATORS)
    moderator.locator("main input[name=password]").press("Enter")
    row = moderator.locator("article", has_text="I walk to the corner")
    row.get_by_role("link", name=re.compile("^Publish …")).click()
    moderator.get_by_role("button", name="Publish", exact=True).click()
    expect(moderator.locator("main")).to_contain_text("Published")
    reader.reload()
    expect(reader.locator("#answers")).to_contain_text("I walk to the corner")
    page.goto("/notifications/")
    expect(page.locator("main")).to_contain_text("Others can see it now.")


def test_member_agrees_and_takes_it_back_with_one_button_each(open_phone, mails):
    page = open_phone(java_script_enabled=False)
    join(page, mails)
    page.goto("/account/privacy/")
    assert page.locator("input[type=checkbox]:checked").count() == 0
    page.get_by_label("I agree to be counted on the map").check()
    page.get_by_role("button", name=re.compile("Save my yes.*The map")).click()
    assert "You said yes on" in page.locator("section", has_text="The map").first.inner_text()
    page.get_by_role("button", name=re.compile("Take my yes back.*The map")).click()
    assert page.get_by_role("button", name="Take my yes back").count() == 0


def test_member_adds_a_passkey_and_signs_in_with_it_alone(open_phone, mails):
    page = open_phone()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    join(page, mails)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/**")
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/account/name/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account/name/")
    assert page.get_by_label("Name that others see").input_value() in NAMES
    assert errors == []
