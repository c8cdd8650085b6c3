import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions import versions
from conditions.models import Condition
from conditions.services import mark_all_changed, mark_changed
from conditions.versions import version_lately, version_now
from tests.factories import make_condition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that moves when a test says so, and a memory that starts empty."""
    versions.forget()
    now = [1_000.0]
    monkeypatch.setattr(versions, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def asthma():
    return make_condition(slug="asthma")


def bump(condition):
    """As another process would: ours does not notice."""
    Condition.objects.filter(pk=condition.pk).update(version=condition.version + 100)


def test_version_now_is_what_the_database_says(asthma):
    assert version_now("asthma") == Condition.objects.get().version
    bump(asthma)
    assert version_now("asthma") == asthma.version + 100


@pytest.mark.parametrize("read", [version_now, version_lately])
def test_there_is_no_version_without_a_published_condition(asthma, read):
    assert read("no-such-condition") is None
    Condition.objects.update(is_published=False)
    assert read("asthma") is None


def test_version_of_the_last_second_needs_no_query(asthma, clock):
    before = version_lately("asthma")
    clock[0] += 0.99
    with CaptureQueriesContext(connection) as queries:
        assert version_lately("asthma") == before
    assert len(queries) == 0


def test_change_by_another_process_is_known_after_a_second(asthma, clock):
    before = version_lately("asthma")
    bump(asthma)
    clock[0] += 1.0
    assert version_lately("asthma") != before


@pytest.mark.parametrize(
    "change", [lambda condition: mark_changed([condition.pk]), lambda _condition: mark_all_changed()]
)
def test_change_by_this_process_is_known_at_once(asthma, change):
    before = version_lately("asthma")
    change(asthma)
    assert version_lately("asthma") == before + 1


def test_what_is_remembered_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(versions, "MOST", 3)
    for number in range(10):
        make_condition(slug=f"one-of-{number}")
        version_lately(f"one-of-{number}")
        version_lately(f"none-of-{number}")
    assert len(versions._known) <= 3  # noqa: SLF001
