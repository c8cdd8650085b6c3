import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Many people sign in here; how passwords are stored is shown by requirement 16 alone."""
    if "test_16_" not in request.node.nodeid:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
