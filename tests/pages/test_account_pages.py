"""django-allauth's pages in the site's own dress."""

import itertools
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import handler429
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client, RequestFactory

from tests.crawl import Page
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-phrase"
STRANGER = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-wrong/",
    "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/",
    "/accounts/login/code/",
    "/accounts/signup/passkey/",
    "/accounts/inactive/",
]
MEMBER = [
    "/account/",
    "/account/name/",
    "/account/privacy/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/recovery-codes/generate/",
]


@pytest.fixture
def member():
    user = make_user(username="wanjiku", email="wanjiku@cairn.example")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def signed_in(client, member):
    client.post("/accounts/login/", {"login": member.username, "password": PASSWORD})
    return client


def as_page(response, address=""):
    return Page(address, response.status_code, dict(response.headers), response.content)


def page_at(client, address):
    return as_page(client.get(address, follow=True), address)


def check(page):
    """Header and footer of the site, one heading, a label for each field, nothing for search engines."""
    levels = [level for level, _words in page.headings]
    assert page.status == 200
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.errors == []
    assert len(page.ids) == len(set(page.ids))
    assert page.meta("robots") == "noindex"
    assert len(page.title) <= 65
    assert 'class="top"' in page.text
    assert 'class="foot"' in page.text
    assert "style=" not in page.text
    labelled = {node.get("for") for node in page.all("label")}
    fields = [node for node in page.all("input", "textarea", "select") if node.get("type") != "hidden"]
    assert {node.get("id") for node in fields} <= labelled
    assert not re.search(r"<script(?![^>]* (src|type=\"application/json\"))", page.text)


@pytest.mark.parametrize("address", STRANGER)
def test_page_for_a_stranger_looks_like_the_site(client, address):
    check(page_at(client, address))


@pytest.mark.parametrize("address", MEMBER)
def test_page_for_a_member_looks_like_the_site_and_keeps_the_menu(signed_in, address):
    page = page_at(signed_in, address)
    check(page)
    assert '<a class="btn btn-s btn-2" href="/account/">' in page.text


def test_pages_of_the_second_step_look_like_the_site(signed_in, member):
    totp.TOTP.activate(member, totp.generate_totp_secret())
    signed_in.post("/accounts/reauthenticate/", {"password": PASSWORD})
    signed_in.post("/accounts/2fa/recovery-codes/generate/")
    for rest in [
        *("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/", "webauthn/add/"),
        "reauthenticate/",
    ]:
        check(page_at(signed_in, f"/accounts/2fa/{rest}"))
    stranger = Client()
    asked = as_page(stranger.post("/accounts/login/", {"login": member.username, "password": PASSWORD}, follow=True))
    assert asked.headings[0] == (1, "Second step")
    check(asked)


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/email/",
        "/accounts/2fa/",
    ],
)
def test_page_says_its_language_and_the_site_s_name(signed_in, address):
    if address == "/accounts/login/":
        signed_in.logout()
    page = page_at(signed_in, address)
    root = page.all("html")[0]
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
    assert page.title.endswith("– Cairn")


def test_fields_can_be_filled_in_by_the_browser(client):
    fields = {node.get("name"): node.get("autocomplete") for node in page_at(client, "/accounts/login/").all("input")}
    assert fields["password"] == "current-password"
    assert fields["login"]
    reset = {node.get("name"): node.get("autocomplete") for node in page_at(client, STRANGER[2]).all("input")}
    assert reset["email"] == "email"


def test_failed_sign_in_says_so_on_top_and_in_the_title_and_keeps_the_name(client, member):
    page = as_page(client.post("/accounts/login/", {"login": "wanjiku", "password": "wrong-one"}))
    check(page)
    assert page.title.startswith("Error: Sign in")
    assert (2, "Please look at this again") in page.headings
    assert "wrong-one" not in page.text
    assert next(node for node in page.all("input") if node.get("name") == "login").get("value") == "wanjiku"


def test_each_mistake_leads_to_its_field(client):
    page = as_page(client.post("/accounts/login/", {}))
    check(page)
    summary = next(node for node in page.all("div") if node.get("class") == "errors")
    targets = [node.get("href").lstrip("#") for node in summary.iter("a")]
    assert targets == ["id_login", "id_password"]
    for target in targets:
        field = next(node for node in page.all("input") if node.get("id") == target)
        assert field.get("aria-invalid") == "true"
        assert f"{target}_error" in field.get("aria-describedby")
        assert f"{target}_error" in page.ids


def test_signing_in_and_out_without_javascript(client, member):
    response = client.post("/accounts/login/", {"login": member.email, "password": PASSWORD}, follow=True)
    assert response.wsgi_request.user == member
    assert client.post("/accounts/logout/", follow=True).wsgi_request.user.is_anonymous


def test_password_can_be_reset_by_the_mailed_link(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    link = re.search(r"http://testserver(\S+/key/\S+)", mail.outbox[0].body)[1]
    page = page_at(client, link)
    check(page)
    form = next(node for node in page.all("form") if "stack" in node.get("class", ""))
    new = {"password1": "another-long-phrase", "password2": "another-long-phrase"}
    mistaken = as_page(client.post(form.get("action"), new | {"password2": "different"}))
    check(mistaken)
    assert mistaken.title.startswith("Error:")
    assert as_page(client.post(form.get("action"), new, follow=True)).status == 200
    member.refresh_from_db()
    assert member.check_password("another-long-phrase")


def test_too_many_tries_are_told_to_wait(client):
    request = RequestFactory().get("/")
    page = as_page(handler429(request))
    assert page.status == 429
    assert page.headings == [(1, "Please wait a little")]
    assert page.meta("robots") == "noindex"
