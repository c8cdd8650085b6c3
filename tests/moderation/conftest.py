import pytest

from moderation import kinds
from tests.factories import make_user
from tests.moderation.cast import KIND, followed, make_moderator


@pytest.fixture(autouse=True)
def one_kind(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {"story": KIND})
    followed.clear()


@pytest.fixture
def moderator(db):
    return make_moderator()


@pytest.fixture
def author(db):
    return make_user()
