"""14: known and unknown addresses are answered alike, and nothing public happens before an address is confirmed."""
# ruff: noqa: F401

import pytest

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
