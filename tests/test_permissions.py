"""Who may open what: every address of the site, read and written to by each of eight viewers.

The table stands in tests/permission_rows.py. A new address without a row fails, and so does each cell that changed.
"""

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.faults import expect_none
from tests.permission_rows import ROWS
from tests.world import VIEWERS, World, address, make_people, make_world, url_names

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST")
LETTERS = {200: "O", 204: "O", 403: "F", 404: "M", 405: "X", 410: "G", 429: "L"}


def letter(response: HttpResponseBase) -> str:
    """What came of it: O open, S sent to sign in, P asked for the password again, R led elsewhere (as after a change),
    F forbidden, M missing, X no such method."""
    if response.status_code in {301, 302, 303}:
        there = response["Location"]
        if there.startswith("/accounts/login/"):
            return "S"
        return "P" if there.startswith(("/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/")) else "R"
    return LETTERS.get(response.status_code, str(response.status_code))


class Desk:
    """The browsers of all viewers, signed in once."""

    def __init__(self, world: World) -> None:
        origin = {"origin": "http://testserver"}
        self.browsers = {v: world.browser(v, raise_request_exception=False, headers=origin) for v in VIEWERS}
        self.cookies = {viewer: browser.cookies.copy() for viewer, browser in self.browsers.items()}

    def ask(self, viewer: str, method: str, path: str) -> str:
        """One cell. What the request changed is undone, signing out included."""
        cache.clear()
        browser = self.browsers[viewer]
        browser.cookies = self.cookies[viewer].copy()
        with transaction.atomic():
            response = browser.generic(method, path, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        return letter(response)


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker) -> dict[str, str]:
    """Every row as the site answers it. The world is undone before another test sees the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        desk = Desk(world)
        rows = {
            f"{name} {method}": "".join(desk.ask(viewer, method, address(name, world)) for viewer in VIEWERS)
            for name in url_names()
            for method in METHODS
        }
        transaction.set_rollback(True)
    return rows


def test_every_address_has_its_row_and_no_row_is_left_over(asked):
    expect_none([f'"{row}": "{asked[row]}",' for row in asked.keys() - ROWS.keys()])
    expect_none([f"{row} is no address any more" for row in ROWS.keys() - asked.keys()])


@pytest.mark.parametrize("row", ROWS)
def test_each_viewer_is_answered_as_the_table_says(asked, row):
    assert asked[row] == ROWS[row], f'"{row}": "{asked[row]}",'


def test_no_answer_is_a_fault(asked):
    expect_none({row: letters for row, letters in asked.items() if len(letters) != len(VIEWERS)})


def test_members_alone_write_what_others_read(asked):
    """A visitor's POST is refused, or leads to signing in, but for what visitors may do."""
    open_to_visitors = {row for row, letters in asked.items() if row.endswith("POST") and letters[0] not in "SFXM"}
    assert {row.removesuffix(" POST") for row in open_to_visitors} <= OPEN_TO_VISITORS


OPEN_TO_VISITORS = {
    "csp-reports",  # what a browser says of the content policy
    "question-helpful",  # four small forms by which readers tell the editors something
    "question-missing",
    "question-problem",
    "question-thanks",
    "report-new",  # a report needs no account
    "account_login",
    "account_logout",
    "account_signup",
    "account_signup_by_passkey",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_from_key",
    "mfa_signup_webauthn",
    "answer-draft",
    "answer-helped",  # says that voting is for members, and leads to signing in
    "answer-new",  # keeps a draft and leads to signing in
    "post-helped",  # as answer-helped
    "ask-keep",
    "ask-write",
    "thread-keep",
    "story-new",
    "story-new-words",
    "story-new-readers",
    "unsubscribe",  # what is signed is the right to ask
}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_admin_opens_to_staff_with_the_permission_and_to_nobody_else(viewer):
    person, browser = make_people()[viewer], Client()
    if isinstance(person, User):
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    found = {}
    for model, options in admin.site._registry.items():  # noqa: SLF001
        for page, may in (("changelist", "view"), ("add", "add")):
            path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
            is_staff = isinstance(person, User) and person.is_staff
            request = browser.get(path).wsgi_request
            allowed = is_staff and getattr(options, f"has_{may}_permission")(request)
            expected = "O" if allowed else "F" if is_staff else "S"
            got = letter(browser.get(path))
            is_stricter = (is_staff and got == "F" and page == "add") or (not is_staff and got == "R")
            if got != expected and not is_stricter:
                found[path] = f"{got} instead of {expected}"
    expect_none(found)
