"""16: passwords that are short, common or obvious here are refused offline; long ones in any script are taken."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("password", ["short-one", "1234567890", "password123", "Cairn-2026!", "welcome2026"])
def test_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, make_user())


def test_list_of_common_passwords_has_more_than_nineteen_thousand():
    assert len(CommonPasswordValidator().passwords) > 19_000


@pytest.mark.parametrize(
    "password",
    ["x7" * 32, "seven small stones on a path", "пять камней у реки", "川の石は七つある、静かに", "q" * 9 + "!Z"],
)
def test_long_password_of_any_script_is_taken(password):
    validate_password(password, make_user())


def test_staff_needs_fifteen_characters():
    with pytest.raises(ValidationError):
        validate_password("fourteen-chars", make_user(is_staff=True))
    validate_password("fifteen-letters", make_user(is_staff=True))


def test_password_is_stored_with_django_s_current_cost():
    hasher = identify_hasher(make_password("a-long-enough-phrase"))
    assert hasher.algorithm in {"argon2", "pbkdf2_sha256"}
    assert not hasher.must_update(make_password("a-long-enough-phrase"))
