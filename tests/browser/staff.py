"""Editors for the browser: one of each role, with a password and a second step. Run as a module, like `more`."""

import base64
import hmac
import time
from struct import pack, unpack

import django
from playwright.sync_api import Page

PASSWORD = "for-browser-tests-only"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STAFF = {
    "wren": ("Writer", "Wren (writer)"),
    "drvega": ("Medical reviewer", "Dr Vega"),
    "pia": ("Publisher", "Pia (publisher)"),
}
"""User names with their role and the name that others see."""


def code(at: float | None = None) -> str:
    """The six digits that a sign-in app shows now (RFC 6238)."""
    counter = pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.digest(base64.b32decode(SECRET), counter, "sha1")
    start = digest[-1] & 15
    return f"{(unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(page: Page, username: str) -> None:
    """With a password and the code of an app."""
    page.goto("/admin/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("input[name=code]").fill(code())
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/admin/")


def add(people: dict[str, tuple[str, str]] = STAFF) -> None:
    # Models and what needs them can be imported only now.
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from accounts.models import User

    call_command("make_roles", verbosity=0)
    for username, (role, name) in people.items():
        user = User(username=username, display_name=name, email=f"{username}@demo.example", is_staff=True)
        user.credential, user.conflict_of_interest = "clinical geneticist", "None."
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=role))
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        TOTP.activate(user, SECRET)


if __name__ == "__main__":
    django.setup()
    add()
