"""Joining: a few fields, a code by mail, and back to where one was. Robots stay outside, addresses stay secret."""

import time
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from accounts.joining import was_hasty
from accounts.models import Consent, User
from accounts.permissions import consents_of
from tests.accounts.getting_in import CONFIRM, JOIN, answers, comparable, errors_of, mailed_code, old_stamp
from tests.factories import make_member

pytestmark = pytest.mark.django_db


def join(client, **changed):
    return client.post(JOIN, answers(**changed))


def test_newcomer_joins_types_the_code_and_is_back_at_the_page_they_came_from(client):
    response = join(client, next="/stories/")
    assert response.headers["Location"].startswith(CONFIRM)
    assert get_user(client).is_anonymous
    response = client.post(CONFIRM, {"code": mailed_code()})
    assert response.headers["Location"] == "/stories/"
    member = get_user(client)
    assert (member.display_name, member.username, member.email) == ("Marisol", "marisol", "marisol@example.org")
    assert member.check_password("a-long-enough-phrase")
    assert EmailAddress.objects.get(user=member).verified


def test_joining_agrees_to_nothing_else(client):
    join(client)
    client.post(CONFIRM, {"code": mailed_code()})
    assert consents_of(get_user(client)) == frozenset()
    assert not Consent.objects.exists()


def test_account_opens_only_after_the_code(client):
    join(client)
    member = User.objects.get()
    assert not EmailAddress.objects.filter(user=member, verified=True)
    other = Client()
    other.post("/accounts/login/", {"login": "marisol", "password": "a-long-enough-phrase"})
    assert get_user(other).is_anonymous


def test_wrong_code_is_said_and_another_can_be_sent(client):
    join(client)
    response = client.post(CONFIRM, {"code": "AAAA-BBBB"})
    assert "This code is not right" in errors_of(response)
    assert "<title>Error: " in response.content.decode()
    assert get_user(client).is_anonymous


def test_known_address_gets_the_same_answer_as_a_new_one_and_a_mail_of_its_own(client):
    make_member(email="known@example.org")
    new = join(client, email="new@example.org")
    new_page = client.get(CONFIRM)
    other = Client()
    known = join(other, email="known@example.org", display_name="Solveig")
    known_page = other.get(CONFIRM)
    assert comparable(new) == comparable(known)
    status, location, body = comparable(new_page)
    assert (status, location, body.replace("new@", "known@")) == comparable(known_page)
    assert [message.subject for message in mail.outbox] == ["Your code for Cairn", "Your account on Cairn"]
    assert User.objects.filter(display_name="Solveig").count() == 0


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"display_name": "Dr Marisol"}, "sounds like someone who works for the site"),
        ({"display_name": "marisol@example.org"}, "An e-mail or web address cannot be your name"),
        ({"email": "no-address"}, "Enter a valid email address"),
        ({"password1": "short"}, "too short"),
        ({"password1": "password123"}, "too common"),
        ({"password1": "cairn-2026-cairn"}, "easy to guess on this site"),
        ({"password1": "marisol@example.org"}, "too similar"),
        ({"is_old_enough": None}, "ask a parent or carer"),
        ({"website": "https://spam.example"}, "Please empty this field"),
        ({"started": None}, "That was very quick"),
        ({"started": "forged"}, "That was very quick"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_rest_stays(client, changed, complaint):
    response = join(client, **changed)
    text = response.content.decode()
    assert response.status_code == 200
    assert complaint in errors_of(response)
    assert "<title>Error: Join" in text
    assert f'value="{answers(**changed)["email"]}"' in text
    assert "a-long-enough-phrase" not in text
    assert not User.objects.exists()
    assert mail.outbox == []


def test_second_try_of_a_hasty_person_is_taken(client):
    stamp = old_stamp(0)
    response = join(client, started=stamp)
    assert "That was very quick" in errors_of(response)
    assert f'value="{stamp}"' in response.content.decode()
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 4):
        assert not was_hasty(stamp)
    assert was_hasty(stamp)


@pytest.mark.parametrize("password", ["p" * 12 + "ąß漢字🌿", "seven small stones on a path " * 4])
def test_long_passwords_and_those_in_any_script_are_taken(client, password):
    join(client, password1=password)
    assert User.objects.get().check_password(password)


def test_owner_sets_the_age_or_asks_for_none(client, settings):
    assert "I am 16 years old or older." in client.get(JOIN).content.decode()
    settings.MINIMUM_AGE = 18
    assert "I am 18 years old or older." in client.get(JOIN).content.decode()
    settings.MINIMUM_AGE = 0
    assert "years old" not in client.get(JOIN).content.decode()
    join(client, is_old_enough=None)
    assert User.objects.count() == 1


def test_fourth_account_from_one_network_in_a_day_is_refused(client):
    make_member(email="known@example.org")
    for number, email in enumerate(["a@example.org", "known@example.org", "c@example.org"]):
        join(Client(), email=email, display_name=f"Stone{'abc'[number]}")
    response = join(Client(), email="d@example.org", display_name="Stoned Path")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "come back tomorrow" in response.content.decode()
    assert not User.objects.filter(email="d@example.org")
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert join(elsewhere, email="d@example.org", display_name="Stoned Path").status_code == 302


def test_made_up_forwarding_header_does_not_make_another_network(client):
    for number in range(3):
        client = Client(headers={"X-Forwarded-For": f"198.51.100.{number}"})
        join(client, email=f"{number}@example.org", display_name=f"Stone{'abc'[number]}")
    assert join(Client(headers={"X-Forwarded-For": "198.51.100.9"}), email="d@example.org").status_code == 429


def test_owner_can_close_the_door(client, settings):
    settings.SIGN_UP = "closed"
    response = join(client)
    assert "Joining is closed" in response.content.decode()
    assert not User.objects.exists()


def test_newcomer_cannot_give_themselves_rights_points_or_another_name(client):
    join(client, is_staff="on", is_superuser="on", points="900", credential="Professor", username="root", name_key="")
    member = User.objects.get()
    assert not member.is_staff
    assert not member.is_superuser
    assert (member.points, member.credential, member.username) == (0, "", "marisol")
    assert member.name_key


def test_trap_is_out_of_sight_and_explained_to_those_who_hear_the_page(client):
    text = client.get(JOIN).content.decode()
    assert '<div class="f vh"><label for="id_website">Leave this field empty.' in text
    assert 'tabindex="-1"' in text
    assert "style=" not in text


def test_form_without_its_token_is_refused_and_makes_no_account():
    response = Client(enforce_csrf_checks=True).post(JOIN, answers())
    assert response.status_code == 403
    assert not User.objects.exists()
