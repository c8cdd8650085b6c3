from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions.models import Condition
from conditions.services import rename_condition
from forum.models import Thread
from moderation.models import Visibility
from questions.models import Topic
from questions.services import retire_summary
from stories.models import Story
from tests.factories import (
    make_condition,
    make_editor,
    make_question,
    make_story,
    make_summary,
    make_thread,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feeds/new/", "/feeds/stories/", "/feeds/forum/", "/feeds/conditions/asthma/"]


@pytest.fixture
def asthma():
    return make_condition(slug="asthma", name="Asthma", name_in_text="asthma")


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(response.content)


def entries(client, address):
    return [
        {node.tag.removeprefix(ATOM): node.text or node.get("href") for node in entry}
        for entry in read(client, address).iter(f"{ATOM}entry")
    ]


def fill(condition, number):
    for place in range(number):
        make_summary(question=make_question(condition=condition))
        make_story(condition=condition, title=f"Story {place}")
        make_thread(condition=condition, title=f"Thread {place}")


def test_site_feed_holds_new_summaries_stories_and_threads_newest_first(client, asthma):
    today = timezone.now()
    make_thread(condition=asthma, title="A thread", posted_at=today - timedelta(days=3))
    make_story(condition=asthma, title="A story", posted_at=today - timedelta(days=1))
    topic = make_topic(title_pattern="Is {condition} hereditary?")
    make_summary(question=make_question(condition=asthma, topic=topic))
    assert [entry["title"] for entry in entries(client, "/feeds/new/")] == [
        "Is asthma hereditary?",
        "A story",
        "A thread",
    ]


def test_condition_feed_is_about_that_condition_only(client, asthma):
    make_story(condition=asthma, title="Ours")
    make_story(title="Another's")
    make_thread(title="Another's too")
    make_summary()
    assert [entry["title"] for entry in entries(client, "/feeds/conditions/asthma/")] == ["Ours"]


def test_addresses_and_ids_are_absolute(client, asthma, settings):
    settings.SITE_URL = "https://cairn.example.org"
    story = make_story(condition=asthma)
    feed = read(client, "/feeds/conditions/asthma/")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://cairn.example.org/conditions/asthma/",
        "self": "https://cairn.example.org/feeds/conditions/asthma/",
    }
    (entry,) = feed.iter(f"{ATOM}entry")
    address = f"https://cairn.example.org{story.get_absolute_url()}"
    assert entry.find(f"{ATOM}id").text == entry.find(f"{ATOM}link").get("href") == address


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN])
@pytest.mark.parametrize("address", FEEDS)
def test_nothing_that_is_not_visible_is_in_a_feed(client, asthma, address, visibility):
    make_story(condition=asthma)
    make_thread(condition=asthma)
    Story.objects.update(visibility=visibility)
    Thread.objects.update(visibility=visibility)
    assert entries(client, address) == []


def test_drafts_and_retired_versions_are_in_no_feed(client, asthma):
    make_summary(question=make_question(condition=asthma), is_published=False)
    retired = make_summary(question=make_question(condition=asthma))
    retire_summary(by=make_editor(), summary=retired)
    assert entries(client, "/feeds/new/") == []


def test_question_has_one_entry_however_many_versions_it_has(client, asthma):
    question = make_question(condition=asthma)
    make_summary(question=question, short_answer="The old words.")
    make_summary(question=question, short_answer="The new words.")
    assert [entry["summary"] for entry in entries(client, "/feeds/new/")] == ["The new words."]


@pytest.mark.parametrize("address", FEEDS[:3])
def test_unpublished_condition_is_in_no_feed(client, asthma, address):
    fill(asthma, 1)
    Condition.objects.update(is_published=False)
    assert entries(client, address) == []


def test_feed_of_an_unpublished_condition_is_not_there(client, asthma):
    Condition.objects.update(is_published=False)
    assert client.get("/feeds/conditions/asthma/").status_code == 404


def test_retired_topic_is_in_no_feed(client, asthma):
    make_summary(question=make_question(condition=asthma))
    Topic.objects.update(is_retired=True)
    assert entries(client, "/feeds/new/") == []


def test_sensitive_answer_is_not_teased(client, asthma):
    topic = make_topic(is_sensitive=True, description_pattern="What is known about life with {condition}.")
    make_summary(question=make_question(condition=asthma, topic=topic), short_answer="40 in 100 live five years.")
    (entry,) = entries(client, "/feeds/conditions/asthma/")
    assert entry["summary"] == "What is known about life with asthma."


def test_story_with_content_notes_is_announced_by_its_subject(client, asthma):
    make_story(condition=asthma, body="My son died in June.", content_notes=["death-of-a-child"])
    (entry,) = entries(client, "/feeds/stories/")
    assert entry["summary"] == "A personal story about life with asthma. (mentions the death of a child)"


def test_markup_of_a_member_stays_words(client, asthma):
    make_thread(condition=asthma, title="<b>Bold</b> & more", body="<script>alert(1)</script> **strong**")
    (entry,) = entries(client, "/feeds/forum/")
    assert entry["title"] == "<b>Bold</b> & more"
    assert entry["summary"] == "&lt;script&gt;alert(1)&lt;/script&gt; strong"


def test_character_that_xml_cannot_hold_does_not_break_the_feed(client, asthma):
    story = make_story(condition=asthma)
    Story.objects.filter(pk=story.pk).update(title="A\x0bB\ufffe")
    (entry,) = entries(client, "/feeds/stories/")
    assert entry["title"] == "AB"


def test_long_text_is_cut(client, asthma):
    make_thread(condition=asthma, body="word " * 1000)
    (entry,) = entries(client, "/feeds/forum/")
    assert len(entry["summary"]) <= 400


def test_thread_is_updated_by_its_last_reply(client, asthma):
    asked, replied = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=2)
    thread = make_thread(condition=asthma, posted_at=asked)
    Thread.objects.filter(pk=thread.pk).update(last_post_at=replied)
    (entry,) = entries(client, "/feeds/forum/")
    assert entry["published"][:10] == f"{asked:%Y-%m-%d}"
    assert entry["updated"][:10] == f"{replied:%Y-%m-%d}"


def test_thread_about_two_conditions_is_one_entry(client, asthma):
    make_thread(conditions=[asthma, make_condition()])
    assert len(entries(client, "/feeds/new/")) == 1


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_at_most_20_entries_and_as_many_queries_for_one_as_for_many(client, asthma, address):
    client.get("/feeds/new/")  # what a process reads once
    counts = []
    for number in (0, 1, 10, 15):
        fill(asthma, number)
        with CaptureQueriesContext(connection) as queries:
            found = entries(client, address)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 4
    assert len(found) == 20


def test_signed_in_member_gets_the_same_feed(client, asthma):
    fill(asthma, 2)
    as_stranger = client.get("/feeds/new/").content
    client.force_login(make_user())
    assert client.get("/feeds/new/").content == as_stranger


@pytest.mark.parametrize("address", FEEDS)
def test_feed_that_is_unchanged_is_not_sent_again(client, asthma, address):
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=600"
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    fill(asthma, 1)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_old_address_of_a_condition_leads_to_the_feed_at_its_new_one(client, asthma):
    rename_condition(
        by=make_user(is_superuser=True), condition=asthma, name="Bronchial asthma", slug="bronchial-asthma"
    )
    response = client.get("/feeds/conditions/asthma/")
    assert (response.status_code, response["Location"]) == (301, "/feeds/conditions/bronchial-asthma/")


def test_demonstration_says_so_in_every_feed(client, asthma, settings):
    settings.IS_DEMO = True
    for address in FEEDS:
        assert "Demonstration" in read(client, address).find(f"{ATOM}subtitle").text


def test_feed_is_only_read(client, asthma):
    assert client.post("/feeds/new/").status_code == 405
