"""14: known and unknown addresses are answered alike, and nothing public happens before an address is confirmed."""
# ruff: noqa: F401, F811

from dataclasses import dataclass
from unittest import mock

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.getting_in import SIGN_IN
from tests.accounts.test_joining import (
    test_account_opens_only_after_the_code,
    test_known_address_gets_the_same_answer_as_a_new_one_and_a_mail_of_its_own,
)
from tests.accounts.test_signing_in import (
    member,
    test_code_and_reset_say_the_same_for_known_and_unknown,
    test_wrong_password_says_the_same_for_known_and_unknown,
)

pytestmark = pytest.mark.django_db
FEW_QUERIES = 5


@dataclass(frozen=True)
class Work:
    """What an answer cost: a clock tells less, and differently each time."""

    hashings: int
    mails: int
    queries: int


def work_of(path: str, sent: dict[str, str]) -> Work:
    """What the server does for a form that a new browser sends."""
    cache.clear()
    hasher, mails = get_hasher(), len(mail.outbox)
    with (
        mock.patch.object(type(hasher), "encode", autospec=True, side_effect=type(hasher).encode) as encode,
        CaptureQueriesContext(connection) as queries,
    ):
        Client().post(path, sent)
    return Work(encode.call_count, len(mail.outbox) - mails, len(queries))


@pytest.mark.parametrize(
    ("path", "known", "unknown"),
    [
        (SIGN_IN, {"login": "wanjiku", "password": "wrong"}, {"login": "nobody", "password": "wrong"}),
        (SIGN_IN, {"login": "wanjiku@example.org", "password": "x"}, {"login": "no@example.org", "password": "x"}),
        ("/accounts/password/reset/", {"email": "wanjiku@example.org"}, {"email": "nobody@example.org"}),
        ("/accounts/login/code/", {"email": "wanjiku@example.org"}, {"email": "nobody@example.org"}),
    ],
)
def test_known_and_unknown_cost_the_same_work(member, path, known, unknown):
    """A password is stretched as often, a mail is sent as often; a few look-ups more are far below 60 ms."""
    one, other = work_of(path, known), work_of(path, unknown)
    assert (one.hashings, one.mails) == (other.hashings, other.mails)
    assert abs(one.queries - other.queries) <= FEW_QUERIES
