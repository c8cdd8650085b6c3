"""Signing in by password or code: the same answer for known and unknown, guesses are slowed, the way back is kept."""

import re

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from tests.accounts.getting_in import SIGN_IN, comparable, errors_of, mailed_code
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db
BY_CODE = "/accounts/login/code/"
RESET = "/accounts/password/reset/"


@pytest.fixture
def member():
    return make_member(username="wanjiku", email="wanjiku@example.org", consents=[])


def sign_in(client, login="wanjiku", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": login, "password": password} | more)


@pytest.mark.parametrize("login", ["wanjiku", "wanjiku@example.org", "WANJIKU@example.org", " wanjiku "])
def test_member_signs_in_by_name_or_address_and_is_back_where_they_were(client, member, login):
    response = sign_in(client, login, next="/forum/?sort=new")
    assert response.headers["Location"] == "/forum/?sort=new"
    assert get_user(client) == member


def test_form_names_what_it_takes_and_puts_the_way_out_behind_the_fields(client):
    text = client.get(SIGN_IN).content.decode()
    assert ">E-mail or user name</label>" in text
    assert text.index('type="password"') < text.index("I forgot my password")
    assert 'autocomplete="username"' in text
    assert 'autocomplete="current-password"' in text


@pytest.mark.parametrize("known", ["wanjiku", "wanjiku@example.org"])
def test_wrong_password_says_the_same_for_known_and_unknown(client, member, known):
    unknown = known.replace("wanjiku", "nobody")
    one, other = sign_in(client, known, "wrong-phrase"), sign_in(Client(), unknown, "wrong-phrase")
    assert "The name or the password is not right" in errors_of(one)
    status, location, body = comparable(other)
    assert (status, location, body.replace("nobody", "wanjiku")) == comparable(one)


@pytest.mark.parametrize("address", [BY_CODE, RESET])
def test_code_and_reset_say_the_same_for_known_and_unknown(client, member, address):
    other = Client()
    known = client.post(address, {"email": "wanjiku@example.org"})
    unknown = other.post(address, {"email": "nobody@example.org"})
    assert comparable(known) == comparable(unknown)
    page, same_page = client.get(known.headers["Location"]), other.get(unknown.headers["Location"])
    status, location, body = comparable(same_page)
    assert (status, location, body.replace("nobody@", "wanjiku@")) == comparable(page)
    assert len(mail.outbox) == 2


def test_code_by_mail_signs_in_and_keeps_the_way_back(client, member):
    response = client.post(BY_CODE, {"email": member.email, "next": "/stories/"})
    response = client.post(response.headers["Location"], {"code": mailed_code(), "next": "/stories/"})
    assert response.headers["Location"] == "/stories/"
    assert get_user(client) == member


def test_code_works_once(client, member):
    client.post(BY_CODE, {"email": member.email})
    code = mailed_code()
    client.post(f"{BY_CODE}confirm/", {"code": code})
    other = Client()
    other.post(BY_CODE, {"email": member.email})
    other.post(f"{BY_CODE}confirm/", {"code": code})
    assert get_user(other).is_anonymous


def test_guessing_is_stopped_by_the_eleventh_try_and_a_made_up_header_does_not_help(client, member):
    answers = [
        Client(headers={"X-Forwarded-For": f"198.51.100.{number}"}).post(
            SIGN_IN, {"login": f"someone-{number}", "password": "wrong"}
        )
        for number in range(11)
    ]
    assert [answer.status_code for answer in answers[:10]] == [200] * 10
    assert answers[10].status_code == 429
    assert sign_in(client).status_code == 429
    assert get_user(client).is_anonymous


def test_account_that_was_guessed_at_is_paused_and_its_owner_gets_in_by_the_link(client, member):
    for _ in range(5):
        sign_in(client, password="wrong-phrase")
    assert "There were many tries" in errors_of(sign_in(client))
    client.post(RESET, {"email": member.email})
    link = re.search(r"http://testserver(\S+/key/\S+)", mail.outbox[-1].body)[1]
    page = client.get(link, follow=True)
    new = {"password1": "another-long-phrase", "password2": "another-long-phrase"}
    client.post(page.redirect_chain[-1][0], new)
    assert get_user(client) == member


def test_form_without_its_token_is_refused(member):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert get_user(client).is_anonymous


def test_looking_at_a_page_signs_nobody_out(client, member):
    sign_in(client)
    client.get("/accounts/logout/")
    client.head("/accounts/logout/")
    assert get_user(client) == member


def test_closed_account_cannot_sign_in(client, member):
    member.is_active = False
    member.save(update_fields=["is_active"])
    sign_in(client)
    assert get_user(client).is_anonymous
