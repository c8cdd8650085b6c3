from datetime import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import fromstring

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import Condition
from moderation.models import Visibility
from pages import sitemaps
from questions.models import Answer, Question, Topic
from stories.models import Story
from tests.factories import (
    make_answer,
    make_condition,
    make_question,
    make_review,
    make_story,
    make_summary,
    make_thread,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def asthma():
    return make_condition(slug="asthma", name="Asthma")


def read(client, address):
    """[(path, lastmod)] of an index or a file."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return [
        (urlsplit(node.find(f"{NS}loc").text), (node.findtext(f"{NS}lastmod") or ""))
        for node in fromstring(response.content)
    ]


def files(client):
    return [f"{url.path}?{url.query}" if url.query else url.path for url, _changed in read(client, "/sitemap.xml")]


def everything(client):
    return [url.path for file in files(client) for url, _changed in read(client, file)]


def fill(condition, number):
    for _number in range(number):
        make_summary(question=make_question(condition=condition))
        make_story(condition=condition)
        make_thread(condition=condition)


def test_questions_are_listed_when_someone_has_written_for_them(client, asthma):
    summary = make_summary(question=make_question(condition=asthma))
    answer = make_answer(question=make_question(condition=asthma))
    empty = make_question(condition=asthma)
    listed = everything(client)
    assert summary.question.get_absolute_url() in listed
    assert answer.question.get_absolute_url() in listed
    assert empty.get_absolute_url() not in listed


def test_listed_questions_are_exactly_those_that_search_engines_may_keep(client, asthma):
    make_summary(question=make_question(condition=asthma))
    make_answer(question=make_question(condition=asthma))
    make_summary(question=make_question(condition=asthma, topic=make_topic(assembly="codes")))
    make_question(condition=asthma, topic=make_topic(assembly="names"))
    make_question(condition=asthma)
    make_topic()
    listed = {path for path in everything(client) if "/questions/" in path and not path.endswith("/questions/")}
    pages = {f"/conditions/asthma/questions/{slug}/" for slug in Topic.objects.values_list("slug", flat=True)}
    indexable = {path for path in pages if b'content="noindex"' not in client.get(path).content}
    assert listed == indexable
    assert len(listed) == 4
    assert len(pages) == 6


def test_no_address_is_listed_twice(client, asthma):
    make_summary(question=make_question(condition=asthma, topic=make_topic(assembly="codes")))
    fill(asthma, 3)
    listed = everything(client)
    assert len(listed) == len(set(listed))


def test_nothing_that_is_not_for_everyone_is_listed(client, asthma):
    fill(asthma, 1)
    make_summary(question=make_question(condition=asthma), is_published=False)
    hidden = make_answer(question=make_question(condition=asthma))
    Answer.objects.update(visibility=Visibility.HELD)
    Question.objects.filter(pk=hidden.question_id).update(answer_count=0)
    Story.objects.update(visibility=Visibility.HELD)
    listed = everything(client)
    assert hidden.question.get_absolute_url() not in listed
    assert not [path for path in listed if "/stories/" in path]


def test_unpublished_condition_and_all_that_is_about_it_are_not_listed(client, asthma):
    make_summary(question=make_question(condition=asthma, topic=make_topic(assembly="codes")))
    fill(asthma, 1)
    Condition.objects.update(is_published=False)
    assert [path for path in everything(client) if path.split("/")[1] not in {"", "about"}] == ["/conditions/"]


def test_retired_topic_is_not_listed(client, asthma):
    make_summary(question=make_question(condition=asthma))
    make_topic(assembly="codes")
    Topic.objects.update(is_retired=True)
    assert not [path for path in everything(client) if "/questions/" in path and not path.endswith("/questions/")]


def test_lists_are_listed_where_they_hold_something(client, asthma):
    assert "/stories/" not in everything(client)
    assert "/conditions/asthma/stories/" not in everything(client)
    fill(asthma, 1)
    assert {"/", "/conditions/", "/stories/", "/forum/", "/about/us/"} <= set(everything(client))
    assert {"/conditions/asthma/stories/", "/conditions/asthma/forum/"} <= set(everything(client))


def test_every_listed_address_is_a_page_that_names_itself(client, asthma, settings):
    make_summary(question=make_question(condition=asthma, topic=make_topic(assembly="codes")))
    fill(asthma, 2)
    for path in everything(client):
        response = client.get(path)
        assert response.status_code == 200, path
        assert f'<link rel="canonical" href="{settings.SITE_URL}{path}">' in response.content.decode(), path


def test_a_question_changed_when_its_summary_its_review_or_its_newest_answer_came(client, asthma):
    question = make_question(condition=asthma)
    summary = make_summary(question=question)
    address = question.get_absolute_url()
    assert changed(client, address) == summary.published_at.replace(microsecond=0)
    make_review(summary=summary)
    answer = make_answer(question=question)
    assert changed(client, address) == answer.posted_at.replace(microsecond=0)


def changed(client, address):
    """When a page last changed, by the file that holds it: which one that is depends on the database's keys."""
    found = [at for file in files(client) for url, at in read(client, file) if url.path == address]
    assert len(found) == 1
    return datetime.fromisoformat(found[0])


def test_story_and_thread_say_when_they_changed(client, asthma):
    story, thread = make_story(condition=asthma), make_thread(condition=asthma)
    at = changed(client, story.get_absolute_url())
    assert at == story.posted_at.replace(microsecond=0)
    at = changed(client, thread.get_absolute_url())
    assert at == thread.last_post_at.replace(microsecond=0)


def test_addresses_are_absolute(client, asthma, settings):
    settings.SITE_URL = "https://cairn.example.org"
    index = [url for url, _at in read(client, "/sitemap.xml")]
    urls = index + [url for file in index for url, _at in read(client, f"{file.path}?{file.query}")]
    assert len(urls) > len(index) > 1
    assert {(url.scheme, url.netloc) for url in urls} == {("https", "cairn.example.org")}


def test_long_section_is_cut_into_files_and_nothing_is_lost(client, asthma, monkeypatch):
    fill(asthma, 12)
    before = sorted(everything(client))
    section = sitemaps.SECTIONS["stories"]
    smaller = sitemaps.Section(section.rows, section.changed_at, 5, section.addresses)
    monkeypatch.setitem(sitemaps.SECTIONS, "stories", smaller)
    parts = [file for file in files(client) if file.startswith("/sitemap-stories.xml")]
    assert len(parts) >= 3
    assert all(len(read(client, part)) <= 5 for part in parts)
    assert sorted(everything(client)) == before


def test_no_file_can_hold_more_than_the_most():
    addresses_of_a_row = {"conditions": 5, "questions": 1, "catalogue": 20, "stories": 1, "threads": 1}
    assert {
        name: section.window * addresses_of_a_row[name] for name, section in sitemaps.SECTIONS.items()
    } == dict.fromkeys(sitemaps.SECTIONS, sitemaps.MOST)


def test_file_without_any_row_is_not_in_the_index(client):
    assert files(client) == ["/sitemap-pages.xml"]


@pytest.mark.parametrize(
    "query", ["p=0", "p=-1", "p=x", "p=", "p=99999", "p=999999999999999999999", "p=١", "p=999999999999"]
)
def test_file_that_is_not_there_is_not_found(client, asthma, query):
    assert client.get(f"/sitemap-conditions.xml?{query}").status_code == 404
    assert client.get(f"/sitemap-pages.xml?{query}").status_code == 404


def test_section_that_is_not_there_is_not_found(client):
    assert client.get("/sitemap-members.xml").status_code == 404


def test_sitemap_costs_as_many_queries_for_one_row_as_for_many(client, asthma):
    make_topic(assembly="codes")
    fill(asthma, 1)
    everything(client)
    counts = [count(client)]
    for number in (1, 10):
        fill(asthma, number)
        counts.append(count(client))
    assert len(set(counts)) == 1


def count(client):
    with CaptureQueriesContext(connection) as queries:
        everything(client)
    return len(queries)


def test_member_gets_the_same_sitemap(client, asthma):
    fill(asthma, 1)
    as_stranger = everything(client)
    client.force_login(make_user())
    assert everything(client) == as_stranger


def test_sitemap_that_is_unchanged_is_not_sent_again(client, asthma):
    first = client.get("/sitemap.xml")
    assert first["Cache-Control"] == "public, max-age=3600"
    assert client.get("/sitemap.xml", headers={"If-None-Match": first["ETag"]}).status_code == 304
