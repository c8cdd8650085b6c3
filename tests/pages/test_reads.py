"""How often a page is read is counted beside the requests, in numbers that know nobody."""

from datetime import date
from unittest.mock import Mock, patch

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages import reads, tally
from pages.reads import ReadCounter
from questions.models import DailyReads
from questions.services import add_reads
from tests.factories import make_condition, make_question, make_summary, make_topic

pytestmark = pytest.mark.django_db
PAGE = "/conditions/asthma/questions/diet/"


@pytest.fixture
def counter(monkeypatch):
    """A counter that is on, without the thread that stores every minute."""
    counter = ReadCounter()
    counter.is_on = True
    monkeypatch.setattr(reads, "READS", counter)
    monkeypatch.setattr(tally, "Thread", Mock())
    monkeypatch.setattr(tally.atexit, "register", lambda function: function)
    return counter


@pytest.fixture
def question():
    return make_question(condition=make_condition(slug="asthma"), topic=make_topic(slug="diet"))


def stored():
    return list(DailyReads.objects.values_list("condition__slug", "topic__slug", "day", "count"))


def test_readings_are_counted_and_stored_together(client, question, counter):
    make_summary(question=question)
    for _ in range(3):
        assert client.get(PAGE).status_code == 200
    assert stored() == []

    counter.store()
    counter.store()

    assert stored() == [("asthma", "diet", timezone.localdate(), 3)]


def test_a_reading_out_of_the_browsers_own_copy_counts(client, question, counter):
    tag = client.get(PAGE).headers["ETag"]
    assert client.get(PAGE, headers={"if-none-match": tag}).status_code == 304

    counter.store()

    assert stored()[0][3] == 2


def test_a_request_writes_nothing(client, question, counter):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/conditions/asthma/", {}),
        (f"{PAGE}history/", {}),
        ("/conditions/asthma/questions/nothing/", {}),
        (PAGE, {"user-agent": "Mozilla/5.0 (compatible; Somebot/2.1)"}),
    ],
)
def test_other_pages_missing_ones_and_machines_do_not_count(client, question, counter, address, headers):
    client.get(address, headers=headers)
    counter.store()
    assert stored() == []


def test_nothing_is_counted_until_the_server_switches_it_on(client, question, counter):
    counter.is_on = False
    client.get(PAGE)
    counter.store()
    assert stored() == []


def test_what_could_not_be_stored_is_kept(client, question, counter):
    client.get(PAGE)
    with patch("pages.reads.add_reads", side_effect=OperationalError("gone")):
        counter.store()
    assert stored() == []

    counter.store()

    assert stored()[0][3] == 1


def test_numbers_of_several_processes_add_up_and_old_ones_go(question):
    day = date(2026, 5, 4)
    add_reads(day=day, counts={("asthma", "diet"): 2, ("gone", "diet"): 9})
    add_reads(day=day, counts={("asthma", "diet"): 3})
    assert stored() == [("asthma", "diet", day, 5)]

    add_reads(day=date(2027, 7, 1), counts={("asthma", "diet"): 1})

    assert stored() == [("asthma", "diet", date(2027, 7, 1), 1)]
