"""The first steps of asking only read: which condition, which question, what is there already."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import MemberCondition
from moderation.models import Audience, Visibility
from tests.factories import make_condition, make_question, make_review, make_summary, make_thread, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def leukemia():
    return make_condition(slug="leukemia", name="Leukemia", name_in_text="leukemia")


def ask(client, **asked):
    response = client.get("/forum/ask/", asked)
    assert response.status_code == 200
    assert not response.cookies
    return response.text


def test_condition_is_found_by_a_part_of_its_name_or_almost_its_name(client, leukemia):
    for typed in ("leuk", "Leukemia", "leukemai"):
        assert 'href="/forum/ask/?condition=leukemia"' in ask(client, q=typed)
    assert "We know no condition of this name." in ask(client, q="xyzzy")


def test_member_chooses_among_their_own_conditions(client, leukemia):
    member = make_user()
    MemberCondition.objects.create(member=member, condition=leukemia, relation="has-it")
    assert "Your conditions" not in ask(client)
    client.force_login(member)
    client.get("/forum/ask/")
    assert 'href="/forum/ask/?condition=leukemia"' in client.get("/forum/ask/").text


def test_title_is_asked_beside_the_way_to_help_in_an_emergency(client, leukemia):
    html = ask(client, condition="leukemia")
    assert "Your question is about leukemia." in html
    assert "Call your local emergency number" in html


def test_matching_reviewed_questions_and_threads_are_shown_before_anything_is_stored(client, leukemia):
    topic = make_topic(slug="hereditary", title_pattern="Is {condition} hereditary?")
    question = make_question(condition=leukemia, topic=topic)
    make_review(summary=make_summary(question=question))
    make_review(summary=make_summary(question=make_question(condition=leukemia, topic=make_topic(slug="diet"))))
    make_thread(condition=leukemia, title="Hereditary or not?")
    make_thread(condition=leukemia, title="Sleep")
    html = ask(client, condition="leukemia", title="Can it be hereditary?")
    assert "Does one of these help?" in html
    assert question.get_absolute_url() in html
    assert "/questions/diet/" not in html
    assert "Hereditary or not?" in html
    assert ">Sleep<" not in html
    assert 'value="Can it be hereditary?"' in html


def test_nothing_like_it_leads_on(client, leukemia):
    html = ask(client, condition="leukemia", title="Zebras?")
    assert "We found nothing like it" in html
    assert 'action="/forum/ask/keep/"' in html


def test_what_may_not_be_seen_matches_nothing(client, leukemia):
    make_thread(condition=leukemia, title="Zebras in secret", audience=Audience.MEMBERS)
    make_thread(condition=leukemia, title="Zebras held", visibility=Visibility.HELD)
    for about in ("leukemia", "all"):
        assert "Zebras in secret" not in ask(client, condition=about, title="Zebras?")
        assert "Zebras held" not in ask(client, condition=about, title="Zebras?")
    client.force_login(make_user())
    html = client.get("/forum/ask/", {"condition": "leukemia", "title": "Zebras?"}).text
    assert "Zebras in secret" in html
    assert "Zebras held" not in html


@pytest.mark.parametrize("slug", ["unknown", "x" * 500, "../all"])
def test_unknown_condition_is_not_found(client, slug):
    assert client.get("/forum/ask/", {"condition": slug}).status_code == 404


def test_unpublished_condition_is_not_found(client):
    make_condition(slug="secret", is_published=False)
    assert client.get("/forum/ask/", {"condition": "secret"}).status_code == 404


@pytest.mark.parametrize("title", ["   ", "<script>alert(1)</script>", "x" * 5_000])
def test_any_title_is_taken_as_words(client, leukemia, title):
    assert "<script>alert" not in ask(client, condition="leukemia", title=title)


def test_query_count_does_not_grow_with_what_there_is(client, leukemia):
    counts = []
    for more in (0, 1, 9):
        for _ in range(more):
            make_thread(condition=leukemia, title="Sleep and steroids")
            make_review(summary=make_summary(question=make_question(condition=leukemia)))
        with CaptureQueriesContext(connection) as queries:
            ask(client, condition="leukemia", title="How do you sleep?")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 4
