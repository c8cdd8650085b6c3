"""40: what is counted are numbers of pages, words and days. No row says who read, or who searched for what."""

import os
from io import StringIO

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.models import User
from pages.reads import ReadCounter
from pages.searches import SearchCounter
from questions.models import DailyReads, MissedSearch
from tests.factories import make_condition, make_member, make_question, make_summary, make_topic
from tests.faults import expect_none

pytestmark = pytest.mark.django_db
COUNTING = ("DailyReads", "MapCount", "MissedSearch")
NO_COUNTS = {"questions.DraftVisit"}
"""An editor at work on a draft, for colleagues who open it: one row that goes after two days (42)."""
TERM = "zwitscherfever"


def dump() -> str:
    """Every row of every table."""
    said = StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said.writelines(f"{table}: {row}\n" for row in cursor.fetchall())
    return said.getvalue().lower()


def test_tables_that_count_have_no_column_for_a_person_or_an_address():
    found = []
    for model in apps.get_models():
        if model.__name__ in COUNTING or model.__name__.endswith(("Reads", "Count", "Search", "Visit", "Hit")):
            if model._meta.label in NO_COUNTS:
                continue
            for field in model._meta.concrete_fields:
                is_person = isinstance(field, models.ForeignKey) and field.related_model is User
                if is_person or isinstance(field, models.GenericIPAddressField):
                    found.append(f"{model._meta.label}.{field.name}")
    expect_none(found)


@pytest.mark.parametrize("is_member", [False, True])
def test_words_of_a_search_are_stored_beside_a_day_and_a_number_only(client, is_member, monkeypatch):
    counter = SearchCounter()
    counter.is_on, counter._process = True, os.getpid()  # noqa: SLF001 (no thread that stores by itself)
    monkeypatch.setattr("pages.searches.SEARCHES", counter)
    make_condition(slug="asthma", name="Asthma")
    if is_member:
        client.force_login(make_member(), backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/search/", "/conditions/", "/stories/", "/forum/", "/forum/ask/"):
        client.get(path, {"q": TERM}, headers={"User-Agent": TERM, "Referer": f"http://x/{TERM}"})
    assert TERM not in dump()
    counter.store()
    row = MissedSearch.objects.values().get()
    assert (row.keys(), row["words"], row["count"]) == ({"id", "words", "day", "count"}, TERM, 1)
    MissedSearch.objects.all().delete()
    assert TERM not in dump()


def test_readings_are_stored_as_a_number_of_a_day(client):
    question = make_question(condition=make_condition(slug="asthma", name="Asthma"), topic=make_topic(slug="diet"))
    make_summary(question=question)
    counter = ReadCounter()
    counter.is_on, counter._process = True, os.getpid()  # noqa: SLF001 (no thread that stores by itself)
    counter.count(("asthma", "diet"))
    counter.count(("asthma", "diet"))
    counter.store()
    row = DailyReads.objects.values().get()
    assert set(row) == {"id", "condition_id", "topic_id", "day", "count"}
    assert row["count"] == 2
