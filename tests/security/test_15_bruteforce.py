"""15: guessing stops at the eleventh try, whatever the header says; the owner of the account still gets in."""
# ruff: noqa: F401, F811

import re

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from tests.accounts.getting_in import SIGN_IN
from tests.accounts.test_signing_in import (
    member,
    test_account_that_was_guessed_at_is_paused_and_its_owner_gets_in_by_the_link,
    test_guessing_is_stopped_by_the_eleventh_try_and_a_made_up_header_does_not_help,
)
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_25_guesses_with_made_up_addresses_stop_and_the_owner_comes_back_by_the_link(client, member):
    guesses = [
        Client(headers={"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.{number}"}).post(
            SIGN_IN, {"login": member.username, "password": f"guess-{number}"}
        )
        for number in range(25)
    ]
    assert {answer.status_code for answer in guesses[10:]} == {429}
    assert Client().post(SIGN_IN, {"login": member.username, "password": PASSWORD}).status_code == 429
    client.post("/accounts/password/reset/", {"email": member.email})
    page = client.get(re.search(r"http://testserver(\S+/key/\S+)", mail.outbox[-1].body)[1], follow=True)
    new = {"password1": "another-long-phrase", "password2": "another-long-phrase"}
    client.post(page.redirect_chain[-1][0], new)
    assert get_user(client) == member
