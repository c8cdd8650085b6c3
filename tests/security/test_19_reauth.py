"""19: dangerous changes ask again who it is after five minutes, and the old address is told."""
# ruff: noqa: F401, F811

import pytest

from tests.accounts.test_protection import (
    REAUTHENTICATE,
    client,
    later,
    member,
    test_important_change_asks_again_who_it_is,
    test_new_address_counts_only_after_its_code_and_the_old_one_is_told,
    test_new_password_is_told_by_mail_and_needs_the_old_one,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/account/data/my-data.json", "/account/data/my-data.html", "/account/close/"])
def test_taking_data_along_and_closing_ask_again(client, later, address):
    assert client.get(address).headers["Location"].startswith(REAUTHENTICATE)
