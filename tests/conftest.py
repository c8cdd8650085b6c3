from collections.abc import Iterator

import pytest

from tests.network import only_loopback


@pytest.fixture(autouse=True, scope="session")
def network() -> Iterator[None]:
    """No test talks to another machine."""
    with only_loopback():
        yield
