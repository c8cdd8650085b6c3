"""Searches that find nothing are counted as words that know nobody: bounded, forgotten, and shown from three on."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages import tally, views
from pages.searches import SearchCounter, wanted_words
from questions.models import MissedSearch
from questions.services import add_searches, forget_searches, searches
from tests.factories import make_condition

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(monkeypatch):
    """A counter that is on, without the thread that stores every minute."""
    counter = SearchCounter()
    counter.is_on = True
    monkeypatch.setattr("pages.searches.SEARCHES", counter)
    monkeypatch.setattr(tally, "Thread", Mock())
    monkeypatch.setattr(tally.atexit, "register", lambda function: function)
    return counter


def stored():
    return {(row.words, row.day): row.count for row in MissedSearch.objects.all()}


def search(client, query, **headers):
    response = client.get("/search/", {"q": query}, headers=headers)
    assert response.status_code == 200


def test_searches_that_find_nothing_add_up_whatever_the_order_and_the_letters(client, counter):
    for query in ("Blue fever", "fever, BLUE", "what is blue fever?"):
        search(client, query)
    assert stored() == {}

    counter.store()
    counter.store()

    assert stored() == {("blue fever", timezone.localdate()): 3}


def test_searches_that_find_something_empty_ones_and_machines_do_not_count(client, counter):
    make_condition(slug="asthma", name="Asthma")
    search(client, "asthma")
    search(client, "")
    search(client, "what is the")
    search(client, "blue fever", **{"user-agent": "Mozilla/5.0 (compatible; Somebot/2.1)"})
    counter.store()
    assert stored() == {}


@pytest.mark.parametrize(
    "query",
    [
        "jo@example.org",
        "call 01632 960983",
        "https://example.org/me",
        "one two three four five six",
        "x" * 61,
    ],
)
def test_what_could_say_who_searched_is_not_kept(query):
    assert wanted_words(query) == ""


def test_a_search_writes_nothing(client, counter):
    with CaptureQueriesContext(connection) as queries:
        search(client, "blue fever")
    assert not [query for query in queries if not query["sql"].lstrip("(").startswith("SELECT")]


def test_one_process_holds_no_more_different_words_than_its_limit(client, counter):
    counter.most = 2
    for word in ("one", "two", "three", "two"):
        search(client, f"{word}fever")
    counter.store()
    assert {words: count for (words, _day), count in stored().items()} == {"onefever": 1, "twofever": 2}


def test_a_day_holds_no_more_different_words_than_its_limit_and_counts_on_what_it_has(monkeypatch):
    monkeypatch.setattr(searches, "MOST_OF_A_DAY", 2)
    day = timezone.localdate()
    add_searches(day=day, counts={"a fever": 1, "b fever": 5})
    add_searches(day=day, counts={"a fever": 2, "c fever": 9})
    assert stored() == {("a fever", day): 3, ("b fever", day): 5}


def test_old_words_go_after_90_days_and_rare_ones_after_two_weeks():
    today = timezone.localdate()
    for words, days, count in (
        ("old", 91, 50),
        ("kept", 89, 3),
        ("rare", 15, 2),
        ("fresh", 14, 1),
        ("again", 15, 2),
        ("again", 0, 1),
    ):
        add_searches(day=today - timedelta(days=days), counts={words: count})
    assert forget_searches() == 2
    assert {words for words, _day in stored()} == {"kept", "fresh", "again"}


def test_the_page_of_results_calls_the_counter(client, monkeypatch):
    seen = Mock()
    monkeypatch.setattr(views, "count_search", seen)
    search(client, "blue fever")
    assert seen.call_args.args[1].query == "blue fever"
