"""27: three accounts a day from one network, a trap and three seconds against robots, and no puzzle."""
# ruff: noqa: F401

import pytest

from tests.accounts.test_joining import (
    test_fourth_account_from_one_network_in_a_day_is_refused,
    test_made_up_forwarding_header_does_not_make_another_network,
    test_second_try_of_a_hasty_person_is_taken,
    test_trap_is_out_of_sight_and_explained_to_those_who_hear_the_page,
)

pytestmark = pytest.mark.django_db
