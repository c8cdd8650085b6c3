import pytest

from notifications import kinds
from tests.notifications.cast import KINDS, make_reader


@pytest.fixture(autouse=True)
def two_kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(KINDS))


@pytest.fixture
def owner(db):
    return make_reader()


@pytest.fixture
def stranger(db):
    return make_reader()
