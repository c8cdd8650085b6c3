import pytest
from pytest_django import Settings

from conftest import SITE_HASHERS


@pytest.fixture(autouse=True)
def passwords_as_on_the_site(request: pytest.FixtureRequest, settings: Settings) -> None:
    """How passwords are stored is shown by requirement 16 alone."""
    if "test_16_" in request.node.nodeid:
        settings.PASSWORD_HASHERS = SITE_HASHERS
