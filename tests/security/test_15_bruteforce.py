"""15: guessing stops at the eleventh try, whatever the header says; the owner of the account still gets in."""
# ruff: noqa: F401

import pytest

from tests.accounts.test_signing_in import (
    member,
    test_account_that_was_guessed_at_is_paused_and_its_owner_gets_in_by_the_link,
    test_guessing_is_stopped_by_the_eleventh_try_and_a_made_up_header_does_not_help,
)

pytestmark = pytest.mark.django_db
