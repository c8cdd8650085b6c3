"""Joining and signing in as people do: on a phone with and without JavaScript, and with a passkey of a device
that is made up."""

import re
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.kinds import ALL
from tests.browser.server import demo_site
from tests.factories import PASSWORD as OTHERS

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
NAMES = ("Marisol", "Solveig", "Wanjiku", "Ngozi", "Kjersti", "Xiadani", "Oddny", "Chidera")

numbers = count()


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mails")


@pytest.fixture(scope="module")
def site(chromium: str, mails: Path) -> Iterator[str]:
    """A site of its own, by a name: passkeys belong to names, not to numbers."""
    settings = {"ALLOWED_HOSTS": "localhost,127.0.0.1", "EMAIL_URL": f"filemail:///{mails}", "SIGN_UPS_PER_DAY": "9"}
    with demo_site(has_worker=True, **settings) as address:
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


def sign_in_as(page: Page, name: str, back: str) -> None:
    """Signs somebody of the demo in."""
    page.goto(f"/accounts/login/?next={back}")
    page.locator("main input[name=login]").fill(name)
    page.locator("main input[name=password]").fill(OTHERS)
    page.locator("main input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


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
    sign_in_as(moderator, "mika", "/moderation/")
    row = moderator.locator("article", has_text="I walk to the corner")
    row.get_by_role("link", name=re.compile("^Publish …")).click()
    moderator.get_by_role("button", name="Publish", exact=True).click()
    expect(moderator.locator("main")).to_contain_text("Published")
    reader.reload()
    expect(reader.locator("#answers")).to_contain_text("I walk to the corner")
    page.goto("/notifications/")
    expect(page.locator("main")).to_contain_text("Others can see it now.")


def test_newcomer_answers_joins_and_is_published_with_the_keyboard_alone(open_phone, mails):
    keys, name = Keyboard(open_phone()), NAMES[next(numbers)]
    keys.page.goto(f"{ALL}questions/work/")
    keys.type("#answer textarea", "I plant beans and write lists.")
    keys.press("#answer button[type=submit]", "Enter", "**/answers/new/**")
    keys.press("main a[href*=signup]", "Enter", "**/accounts/signup/**")
    keys.type("main input[name=display_name]", name)
    keys.type("main input[name=email]", f"{name.lower()}@example.org")
    keys.type("main input[name=password1]", PASSWORD)
    keys.press("main input[name=is_old_enough]", "Space")
    keys.page.wait_for_timeout(SLOWEST_ROBOT)
    keys.press("main form.write div.ctas button", "Enter", "**/confirm-email/**")
    keys.type("main input[name=code]", last_code(mails))
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**/answers/new/**")
    keys.press("main input[name=name]", "Space")
    keys.press("main input[name=audience]", "Space")
    keys.press("main input[name=consent]", "Space")
    keys.press("main button.btn-p", "Enter", re.compile(r"#answer-\d+$"))
    expect(keys.page.locator("#answers")).to_contain_text("Only you can see this until we have read it.")

    desk = Keyboard(open_phone())
    sign_in_as(desk.page, "mika", "/moderation/")
    desk.go_to("main select[name=kind]")
    desk.page.keyboard.type("Answer")
    desk.press("main form[method=get] button", "Enter", "**kind=answer**")
    case = desk.page.locator("article", has_text="I plant beans").get_attribute("id")
    desk.press(f"#{case} a[href*='/publish/']", "Enter", "**/publish/")
    desk.press("main form .ctas button", "Enter", re.compile(r"/moderation/(\?.*)?$"))
    keys.page.goto("/notifications/")
    expect(keys.page.locator("main")).to_contain_text("Others can see it now.")


def replies(page: Page, question: str, words: str) -> None:
    page.goto(question)
    page.get_by_label("Your reply").fill(words)
    page.get_by_role("button", name="Post your reply").click()
    expect(page.locator("main")).to_contain_text(words)


def wait_for(found: Callable[[], list[EmailMessage]], seconds: float = 20) -> list[EmailMessage]:
    """What comes by itself, within a time in which a worker surely sends it."""
    until = time.monotonic() + seconds
    while not (letters := found()) and time.monotonic() < until:
        time.sleep(0.2)
    return letters


def mails_to(mails: Path, address: str) -> list[EmailMessage]:
    letters = [message_from_bytes(path.read_bytes(), policy=default) for path in mails.iterdir()]
    return [letter for letter in letters if address in str(letter["To"])]


def test_member_hears_of_a_reply_by_mail_and_ends_these_mails_by_the_link_in_it(open_phone, mails):
    asker, helper = open_phone(java_script_enabled=False), open_phone()
    sign_in_as(asker, "ines", "/account/e-mail/")
    asker.get_by_role("button", name="Save my choices").click()
    asker.goto("/forum/ask/?title=Which+mittens+on+the+ward%3F&condition=all")
    asker.get_by_role("button", name=re.compile("Go on|None of these")).last.click()
    asker.get_by_label("The details").fill("Mine are thin.")
    asker.get_by_label("Anyone, also people who are not signed in").check()
    asker.get_by_role("button", name="Look at it before posting").click()
    asker.get_by_role("button", name="Post my question").click()
    asker.wait_for_url("**/which-mittens-**")
    question = urlsplit(asker.url).path
    sign_in_as(helper, "omar", question)
    before = len(mails_to(mails, "ines@"))
    replies(helper, question, "Wool, two pairs.")
    letter = wait_for(lambda: mails_to(mails, "ines@")[before:])[-1]
    assert "mittens" not in letter["Subject"]

    reader = open_phone()
    reader.goto(urlsplit(letter["List-Unsubscribe"].strip("<>")).path)
    reader.get_by_role("button", name="Stop these mails").click()
    expect(reader.locator("h1")).to_have_text("You get no more mails of this kind")
    replies(helper, question, "Or a muff.")
    asker.goto("/notifications/")
    expect(asker.locator("main")).to_contain_text("replied")
    asker.wait_for_timeout(1_500)
    assert len(mails_to(mails, "ines@")) == before + 1


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
