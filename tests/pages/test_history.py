from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.history import history_page
from pages.question import load_question
from questions.services import ask_for_changes, retire_summary
from tests.factories import (
    make_condition,
    make_editor,
    make_question,
    make_review,
    make_specialist,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def question():
    return make_question(
        condition=make_condition(slug="asthma", name="Asthma"),
        topic=make_topic(slug="cure", title_pattern="Is there a cure for {condition}?"),
    )


def page_of(question, **more):
    return history_page(load_question(question.condition.slug, question.topic.slug), **more)


def read(client, question):
    response = client.get(f"{question.get_absolute_url()}history/")
    assert response.status_code == 200
    return response.content.decode()


def test_published_versions_stand_newest_first_with_what_changed_and_by_whom(client, question):
    first = make_summary(question=question, change_note="First version.")
    second = make_summary(question=question, change_note="Two new sources.", verdict="yes")
    versions = page_of(question).versions
    assert [version.number for version in versions] == [2, 1]
    assert [version.author for version in versions] == [second.author.display_name, first.author.display_name]
    assert [version.verdict for version in versions] == ["Yes", "Usually no"]
    html = read(client, question)
    assert "Two new sources." in html
    assert "<h1>History: Is there a cure for Asthma?</h1>" in html


def test_draft_leaves_no_trace(client, question):
    make_summary(question=question, is_published=False, change_note="A secret draft.")
    assert page_of(question).versions == ()
    assert "A secret draft." not in read(client, question)


def test_review_names_its_reviewer_credential_date_and_due_date(client, question):
    review = make_review(summary=make_summary(question=question), days=30)
    line = page_of(question).versions[0].reviews[0]
    assert (line.reviewer, line.credential) == (review.reviewer_name, review.reviewer_credential)
    assert (line.reviewed_on, line.due_on) == (review.reviewed_on, review.due_on)
    html = read(client, question)
    assert f"{review.reviewer_name}</a>, {review.reviewer_credential}." in html
    assert "Next review due on" in html


def test_review_that_is_over_says_that_it_was_due(question):
    make_review(summary=make_summary(question=question), days=30)
    on_the_day = page_of(question, today=timezone.localdate() + 30 * DAY)
    after = page_of(question, today=timezone.localdate() + 31 * DAY)
    assert not on_the_day.versions[0].reviews[0].is_overdue
    assert after.versions[0].reviews[0].is_overdue


def test_review_that_asked_for_changes_is_not_told(client, question):
    summary = make_summary(question=question)
    by = make_specialist(display_name="Dr Strict")
    ask_for_changes(by=by, summary=summary, note="Not yet.")
    assert page_of(question).versions[0].reviews == ()
    html = read(client, question)
    assert "Dr Strict" not in html
    assert "Not yet." not in html
    assert "No specialist" in html


def test_review_stays_with_the_version_that_it_was_about(question):
    make_review(summary=make_summary(question=question))
    make_summary(question=question)
    assert [len(version.reviews) for version in page_of(question).versions] == [0, 1]


def test_retired_version_is_marked_and_the_one_before_is_shown_again(client, question):
    make_summary(question=question)
    retire_summary(by=make_editor(), summary=make_summary(question=question, change_size="content"))
    retired, shown = page_of(question).versions
    assert (retired.is_retired, retired.is_current) == (True, False)
    assert (shown.is_retired, shown.is_current) == (False, True)
    assert "Retired: no longer shown" in read(client, question)


def test_question_without_a_summary_has_an_honest_record(client, question):
    never_written = make_topic(slug="sport")
    html = client.get(f"/conditions/{question.condition.slug}/questions/{never_written.slug}/history/").content.decode()
    assert "The record starts with the first version." in html
    assert "The record starts with the first version." in read(client, question)


def test_record_is_not_indexed_and_leads_back(client, question):
    html = read(client, question)
    assert '<meta name="robots" content="noindex">' in html
    assert f'href="{question.get_absolute_url()}"' in html


def test_twenty_versions_stand_on_a_page(question):
    for _ in range(21):
        make_summary(question=question)
    assert [version.number for version in page_of(question, page_number="2").versions] == [1]
    assert page_of(question).paging.count == 2
    assert len(page_of(question).versions) == 20


@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_does_not_grow_with_versions(client, question, is_member):
    if is_member:
        client.force_login(make_user())
        client.get("/about/us/")  # the first request of a session notes it
    counts = []
    for more in (0, 1, 9):
        for _ in range(more):
            make_review(summary=make_summary(question=question))
        with CaptureQueriesContext(connection) as queries:
            read(client, question)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 6 + 2 * is_member


def test_rendering_makes_no_query(rf, question, django_assert_num_queries):
    make_review(summary=make_summary(question=question))
    request = rf.get("/")
    request.user = AnonymousUser()
    page = page_of(question)
    with django_assert_num_queries(0):
        assert "Version 1" in render_to_string("pages/history.html", {"page": page}, request)
