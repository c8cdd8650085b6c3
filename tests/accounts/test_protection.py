"""What is asked of someone before something important changes, and of those who work for the site."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as site_settings
from django.contrib.auth import get_user
from django.contrib.auth.models import Permission
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import MiddlewareNotUsed, ValidationError
from django.test import Client

from accounts.second_step import ask_for_second_step
from tests.accounts.getting_in import CONFIRM, SIGN_IN, errors_of, mailed_code
from tests.factories import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
REAUTHENTICATE = "/accounts/reauthenticate/"


@pytest.fixture
def member():
    return make_member(username="wanjiku", email="old@example.org", consents=[])


@pytest.fixture
def client(member):
    client = Client()
    client.post(SIGN_IN, {"login": member.username, "password": PASSWORD})
    return client


@pytest.fixture
def later(monkeypatch):
    """Six minutes after the last time that the password was typed."""
    start = time.time()
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: start + 360)


def add_totp(member):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(member, secret)
    return secret


def code_of(secret, *, step=0):
    return f"{totp.hotp_value(secret, int(time.time()) // 30 + step):06d}"


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/accounts/email/", {"action_add": "1", "email": "new@example.org"}),
        ("/accounts/2fa/totp/activate/", {"code": "123456"}),
        ("/accounts/2fa/webauthn/add/", {"name": "key", "credential": "{}"}),
        ("/accounts/2fa/recovery-codes/generate/", {}),
    ],
)
def test_important_change_asks_again_who_it_is(client, later, member, address, sent):
    response = client.post(address, sent)
    assert response.headers["Location"].startswith(REAUTHENTICATE)
    assert not Authenticator.objects.exists()
    assert not EmailAddress.objects.filter(email="new@example.org")


def test_change_goes_on_after_the_password_was_typed_again(client, later, member):
    client.post("/accounts/email/", {"action_add": "1", "email": "new@example.org"})
    wrong = client.post(REAUTHENTICATE, {"password": "wrong-phrase"})
    assert "This is not your password" in errors_of(wrong)
    client.post(REAUTHENTICATE, {"password": PASSWORD, "next": "/accounts/email/"})
    assert mail.outbox[-1].to == ["new@example.org"]


def test_new_address_counts_only_after_its_code_and_the_old_one_is_told(client, member):
    client.post(REAUTHENTICATE, {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "1", "email": "new@example.org"})
    member.refresh_from_db()
    assert member.email == "old@example.org"
    client.post(CONFIRM, {"code": mailed_code()})
    member.refresh_from_db()
    assert member.email == "new@example.org"
    assert list(EmailAddress.objects.filter(user=member).values_list("email", "verified")) == [
        ("new@example.org", True)
    ]
    told = [message for message in mail.outbox if message.to == ["old@example.org"]]
    assert [message.subject for message in told] == ["Your e-mail address on Cairn was changed"]


def test_address_of_someone_else_is_not_given_away_and_not_taken(client, member):
    client.post(REAUTHENTICATE, {"password": PASSWORD})
    make_member(email="taken@example.org")
    answers = []
    for email in ["taken@example.org", "free@example.org"]:
        response = client.post("/accounts/email/", {"action_add": "1", "email": email})
        page = client.get(response.headers["Location"]).content.decode().replace(email, "")
        answers.append((response.status_code, response.headers["Location"], "code" in page))
    assert answers[0] == answers[1]


def test_new_password_is_told_by_mail_and_needs_the_old_one(client, member):
    new = {"password1": "another-long-phrase", "password2": "another-long-phrase"}
    assert "not your password" in errors_of(client.post("/accounts/password/change/", new | {"oldpassword": "wrong"}))
    client.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["old@example.org"], "Your password on Cairn was changed")
    ]


def test_second_step_is_asked_for_and_each_code_works_once(client, member):
    secret = add_totp(member)
    code = code_of(secret)
    for is_first in [True, False]:
        browser = Client()
        browser.post(SIGN_IN, {"login": member.username, "password": PASSWORD})
        assert get_user(browser).is_anonymous
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert get_user(browser).is_authenticated is is_first


def test_spare_code_works_once(client, member):
    add_totp(member)
    client.post(REAUTHENTICATE, {"password": PASSWORD})
    client.post("/accounts/2fa/recovery-codes/generate/")
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for is_first in [True, False]:
        browser = Client()
        browser.post(SIGN_IN, {"login": member.username, "password": PASSWORD})
        browser.post("/accounts/2fa/authenticate/", {"code": spare})
        assert get_user(browser).is_authenticated is is_first


def test_code_by_mail_does_not_go_around_the_second_step(member):
    add_totp(member)
    browser = Client()
    response = browser.post("/accounts/login/code/", {"email": member.email})
    browser.post(response.headers["Location"], {"code": mailed_code()})
    assert get_user(browser).is_anonymous


@pytest.fixture
def guarded(settings):
    """The site as it runs outside of tests: its middleware is put together anew."""
    settings.STAFF_NEEDS_SECOND_STEP = True


@pytest.mark.parametrize("address", ["/admin/", "/admin/questions/summary/", "/moderation/"])
def test_rooms_of_staff_are_closed_without_a_second_step(guarded, address):
    owner = make_user(is_staff=True, is_superuser=True)
    owner.authenticator_set.all().delete()
    browser = Client()
    browser.force_login(owner)
    response = browser.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/2fa/")
    assert "Work for the site needs a second step" in browser.get("/stories/").content.decode()
    add_totp(owner)
    assert browser.get(address).status_code == 200


def test_moderator_who_is_no_staff_needs_a_second_step_too_and_a_member_is_not_asked(guarded):
    moderator = make_user()
    moderator.user_permissions.add(Permission.objects.get(codename="moderate"))
    browser = Client()
    browser.force_login(moderator)
    assert browser.get("/moderation/").headers["Location"] == "/accounts/2fa/"
    browser.force_login(make_user())
    assert browser.get("/moderation/").status_code in {403, 404}


def test_second_step_is_asked_of_nobody_where_the_owner_switched_it_off(settings):
    settings.STAFF_NEEDS_SECOND_STEP = False
    with pytest.raises(MiddlewareNotUsed):
        ask_for_second_step(lambda _request: None)


def test_staff_signs_in_at_the_site_s_own_page(client):
    assert Client().get("/admin/").headers["Location"].startswith(("/admin/login/", SIGN_IN))
    assert SIGN_IN in Client().get("/admin/", follow=True).redirect_chain[-1][0]


def test_staff_needs_a_longer_password():
    staff = make_user(is_staff=True)
    with pytest.raises(ValidationError, match="at least 15 characters"):
        validate_password("fourteen-chars", staff)
    validate_password("fifteen-letters", staff)
    validate_password("ten-letter", make_user())


@pytest.mark.parametrize("password", ["Cairn-2026!", "cairncairn", "password-1234", "Welcome2026", "qwerty12345"])
def test_what_anyone_tries_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, make_user())


@pytest.mark.parametrize("password", ["seven-small-stones", "a cairn of my own", "welcome to the old harbour"])
def test_obvious_word_in_a_long_phrase_is_no_fault(password):
    validate_password(password, make_user())


def test_settings_hold_what_the_docs_promise():
    assert site_settings.ACCOUNT_REAUTHENTICATION_REQUIRED
    assert site_settings.ACCOUNT_PREVENT_ENUMERATION
    assert site_settings.ACCOUNT_EMAIL_NOTIFICATIONS
    assert site_settings.SESSION_COOKIE_HTTPONLY
    assert site_settings.SESSION_COOKIE_SAMESITE == "Lax"
