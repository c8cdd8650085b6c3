"""The public face of a specialist: who they are, what could bias them, and which pages they stand behind today."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.reviewer import reviewer_page
from tests.factories import (
    make_condition,
    make_question,
    make_review,
    make_specialist,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist():
    return make_specialist(
        display_name="Dr Ana Ruiz",
        credential="lung specialist",
        conflict_of_interest="Paid for two talks by a maker of inhalers.",
        biography="Works at a children's hospital.",
    )


def review(specialist, name="Asthma", **fields):
    condition = make_condition(name=name, **fields)
    question = make_question(condition=condition, topic=make_topic(title_pattern="What is {condition}?"))
    make_review(summary=make_summary(question=question), by=specialist, days=100)
    return question


def test_page_says_who_reviews_and_what_could_bias_them(client, specialist):
    question = review(specialist)
    html = client.get(f"/reviewers/{specialist.pk}/").content.decode()
    for words in ("Dr Ana Ruiz", "lung specialist", "Paid for two talks by a maker of inhalers.", "hospital"):
        assert words in html
    assert question.get_absolute_url() in html
    assert 'content="noindex' in html


def test_label_of_a_page_leads_to_its_reviewer(client, specialist):
    question = review(specialist)
    address = f'href="/reviewers/{specialist.pk}/"'
    assert address in client.get(question.get_absolute_url()).content.decode()
    assert address in client.get(f"{question.get_absolute_url()}history/").content.decode()


def test_only_reviews_in_date_of_public_pages_stand_there(specialist):
    review(specialist, "Asthma")
    review(specialist, "Hidden", is_published=False)
    today = timezone.localdate()
    assert [row.heading for row in reviewer_page(specialist.pk, today=today).questions] == ["What is Asthma?"]
    assert reviewer_page(specialist.pk, today=today + timedelta(days=101)).questions == ()


@pytest.mark.parametrize("make", [make_user, make_specialist])
def test_whoever_never_approved_a_page_has_none(client, make):
    assert client.get(f"/reviewers/{make().pk}/").status_code == 404


def test_interests_that_are_not_stated_are_called_so(client):
    silent = make_specialist(conflict_of_interest="")
    review(silent)
    assert "Not stated." in client.get(f"/reviewers/{silent.pk}/").content.decode()


@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_does_not_grow_with_the_pages_reviewed(client, specialist, is_member):
    if is_member:
        client.force_login(make_user())
        client.get("/about/us/")  # the first request of a session notes it
    counts = []
    for number in (1, 9):
        for place in range(number):
            review(specialist, f"Condition {number} {place}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/reviewers/{specialist.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    page = reviewer_page(specialist.pk)
    with CaptureQueriesContext(connection) as queries:
        render_to_string("pages/reviewer.html", {"page": page})
    assert not queries.captured_queries
