"""17: rooms of staff open only with a second step, and each code works once."""
# ruff: noqa: F401

import pytest

from tests.accounts.test_protection import (
    client,
    guarded,
    member,
    test_code_by_mail_does_not_go_around_the_second_step,
    test_moderator_who_is_no_staff_needs_a_second_step_too_and_a_member_is_not_asked,
    test_rooms_of_staff_are_closed_without_a_second_step,
    test_second_step_is_asked_for_and_each_code_works_once,
    test_spare_code_works_once,
    test_staff_signs_in_at_the_site_s_own_page,
)

pytestmark = pytest.mark.django_db
