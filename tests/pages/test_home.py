import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions.models import Condition
from forum.services import close
from moderation.models import Visibility
from pages import stylesheet
from pages.home import home_page
from stories.models import Story
from tests.factories import (
    make_answer,
    make_condition,
    make_editor,
    make_post,
    make_question,
    make_review,
    make_story,
    make_summary,
    make_thread,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def reviewed_question(*, answers=0, days=365, **topic):
    question = make_question(topic=make_topic(**topic))
    make_review(summary=make_summary(question=question), days=days)
    for _ in range(answers):
        make_answer(question=question)
    return question


def fill(count):
    for number in range(count):
        reviewed_question(answers=1)
        make_story(title=f"Story {number}")
        make_thread(title=f"Thread {number}")


def read(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_visitor_is_asked_for_a_condition_and_gets_the_letters(client):
    make_condition(name="Ménière disease")
    html = read(client)
    assert 'action="/search/"' in html
    assert '<label for="q">What condition do you want to know about?</label>' in html
    assert 'href="/conditions/?letter=M#letter-M"' in html
    assert "<span>B</span>" in html


def test_most_answered_reviewed_question_stands_first():
    quiet, lively = reviewed_question(answers=1), reviewed_question(answers=3)
    urls = [row.url for row in home_page(viewer=AnonymousUser()).questions]
    assert urls == [lively.get_absolute_url(), quiet.get_absolute_url()]


def test_question_whose_review_is_over_or_missing_is_not_offered():
    reviewed_question(days=1)
    make_summary()
    assert len(home_page(viewer=AnonymousUser()).questions) == 1
    assert home_page(viewer=AnonymousUser(), today=timezone.localdate() + timedelta(days=2)).questions == ()


def test_sensitive_retired_and_unpublished_questions_are_not_offered():
    reviewed_question(is_sensitive=True)
    retired, hidden = reviewed_question(), reviewed_question()
    retired.topic.is_retired = True
    retired.topic.save()
    Condition.objects.filter(pk=hidden.condition_id).update(is_published=False)
    assert home_page(viewer=AnonymousUser()).questions == ()


def test_two_newest_visible_stories_are_shown_with_their_condition():
    cystic = make_condition(name="Cystic fibrosis", short_name="CF")
    for title in ("Oldest", "Older", "Newest"):
        make_story(title=title, condition=cystic, relation="parent")
    Story.objects.filter(title="Older").update(visibility=Visibility.HELD)
    stories = home_page(viewer=AnonymousUser()).stories
    assert [story.title for story in stories] == ["Newest", "Oldest"]
    assert stories[0].condition == "Cystic fibrosis"
    assert stories[0].voice.relation == "parent of someone with CF"


def test_only_open_threads_without_a_reply_wait():
    waiting = make_thread(title="Waiting")
    make_post(thread=make_thread(title="Replied"))
    close(by=make_editor(is_superuser=True), thread=make_thread(title="Closed"), reason="Old.")
    assert [thread.title for thread in home_page(viewer=AnonymousUser()).threads] == [waiting.title]


def test_visitor_learns_how_facts_are_checked_who_runs_it_and_who_pays(client):
    html = read(client)
    for address in ("/about/how-we-review/", "/about/us/", "/about/us/#money"):
        assert f'href="{address}"' in html


def test_empty_site_says_so_and_only_staff_get_hints(client):
    assert "This site is new" in read(client)
    assert "/admin/" not in read(client)
    client.force_login(make_user(is_staff=True))
    assert "import_content" in read(client)


@pytest.mark.parametrize("is_member", [False, True])
def test_query_count_does_not_grow(client, is_member):
    if is_member:
        client.force_login(make_user())
        client.get("/about/us/")
    counts = []
    for more in (0, 1, 9):
        fill(more)
        with CaptureQueriesContext(connection) as queries:
            read(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 5 + 3 * is_member


def test_rendering_makes_no_query(rf, django_assert_num_queries):
    fill(3)
    request = rf.get("/")
    request.user = AnonymousUser()
    page = home_page(viewer=AnonymousUser())
    with django_assert_num_queries(0):
        html = render_to_string("pages/home.html", {"page": page}, request)
    assert "Story 2" in html
    assert "Thread 2" in html


def test_page_with_all_that_it_loads_weighs_at_most_60_kilobytes(client):
    fill(6)
    fonts = [*(ROOT / "static/fonts").glob("*.woff2"), ROOT / "static/img/icon.svg"]
    weights = [
        len(gzip.compress(read(client).encode())),
        len(gzip.compress(stylesheet.build().read_bytes())),
        *(font.stat().st_size for font in fonts),
    ]
    assert len(weights) == 5
    assert sum(weights) <= 60_000
