"""A review runs out at midnight, everywhere and at once: nothing runs, nothing is written, no copy outlives it."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from questions.models import Question, Review
from tests.factories import make_condition, make_question, make_review, make_summary, make_topic

pytestmark = pytest.mark.django_db
LABEL = "Medically reviewed summary"
PAGE = "/conditions/asthma/questions/diet/"


@pytest.fixture
def question():
    question = make_question(
        condition=make_condition(slug="asthma", name="Asthma"),
        topic=make_topic(slug="diet", title_pattern="Is there a diet for {condition}?"),
    )
    make_review(summary=make_summary(question=question), days=30)
    return question


@pytest.fixture
def midnight(question):
    """The moment at which the review runs out: the first of the day after it was due."""
    due_on = Review.objects.get().due_on
    return datetime(due_on.year, due_on.month, due_on.day, tzinfo=UTC) + timedelta(days=1)


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def texts(address):
    """The page as a new visitor gets it."""
    return Client().get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        (PAGE, LABEL, "This page was due for review on"),
        (PAGE, '"reviewedBy"', '"MedicalWebPage"'),
        (PAGE, '"lastReviewed"', '"MedicalWebPage"'),
        ("/conditions/asthma/", "Reviewed", "Review due"),
        ("/conditions/asthma/questions/", "Reviewed", "Review due"),
        ("/conditions/", "1 reviewed", "Asthma"),
        ("/search/?q=asthma+diet", "Medically reviewed", "diet"),
        ("/", "Is there a diet for Asthma?", "conditions"),
    ],
)
def test_the_label_and_its_data_are_there_to_the_last_second_and_gone_with_the_next(midnight, address, before, after):
    with at(midnight - timedelta(seconds=1)):
        assert before in texts(address)
    with at(midnight):
        text = texts(address)
    assert before not in text
    assert after in text


def test_nothing_is_written_when_it_runs_out(question, midnight):
    rows = list(Question.objects.values()), list(Review.objects.values())
    with at(midnight), CaptureQueriesContext(connection) as queries:
        texts(PAGE)
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    assert (list(Question.objects.values()), list(Review.objects.values())) == rows


@pytest.mark.parametrize("address", [PAGE, "/conditions/asthma/", "/conditions/asthma/questions/", f"{PAGE}history/"])
def test_a_copy_of_yesterday_is_not_called_right(midnight, address):
    with at(midnight - timedelta(seconds=1)):
        tag = Client().get(address).headers["ETag"]
        assert Client().get(address, headers={"if-none-match": tag}).status_code == 304
    with at(midnight):
        assert Client().get(address, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("address", [PAGE, "/", "/conditions/", "/conditions/asthma/", "/search/?q=asthma"])
def test_no_one_keeps_a_page_without_asking(midnight, address):
    """Any cache has to ask before it shows a page again, so none shows the label a moment too long."""
    with at(midnight - timedelta(seconds=1)):
        kept = Client().get(address).headers["Cache-Control"]
    assert "no-cache" in kept or "no-store" in kept or "max-age=0" in kept


@pytest.mark.parametrize("address", ["/feeds/new/", "/feeds/conditions/asthma/"])
def test_what_others_keep_for_an_hour_never_says_reviewed(midnight, address):
    with at(midnight - timedelta(seconds=1)):
        assert "eviewed" not in texts(address)


def test_the_day_is_that_of_the_sites_own_time_zone(question, midnight, settings):
    settings.TIME_ZONE = "Europe/Madrid"
    timezone.deactivate()
    timezone.get_default_timezone.cache_clear()
    try:
        with at(midnight - timedelta(hours=1)):  # past midnight in Madrid
            assert LABEL not in texts(PAGE)
    finally:
        settings.TIME_ZONE = "UTC"
        timezone.get_default_timezone.cache_clear()
