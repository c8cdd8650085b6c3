"""18: sessions rotate, end on time, and are gone after signing out, a new password or a suspension."""
# ruff: noqa: F401

import os
import subprocess
import sys

import pytest

from tests.accounts.test_sessions import (
    member,
    test_account_that_was_taken_out_of_use_is_signed_out_at_once,
    test_devices_are_listed_and_the_others_can_be_signed_out,
    test_new_password_ends_the_other_sessions_and_keeps_this_one,
    test_session_ends_when_it_was_idle_and_at_its_longest,
    test_sessions_end_when_rights_change_and_not_with_a_name,
    test_signing_in_changes_the_session_s_key_and_keeps_what_was_in_it,
    test_signing_out_ends_the_session_for_good_and_clears_the_browser,
)

pytestmark = pytest.mark.django_db
SAY = "from config import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"


def test_cookies_of_a_site_with_https_are_bound_to_its_host():
    environment = os.environ | {"SITE_URL": "https://cairn.example.org"}
    said = subprocess.run([sys.executable, "-c", SAY], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["__Host-session", "__Host-csrf", "True"]
