"""What authors do with their own stories, on the pages that ask."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from markup.members_text import MAX_LENGTH
from moderation.models import Visibility
from stories.models import Story, StoryUpdate, StoryVersion
from stories.views import keeping
from tests.factories import make_story, make_user
from writing.limits import Rule

pytestmark = pytest.mark.django_db
PAGES = ["edit", "add", "sharing", "withdraw", "bring-back", "delete", "versions", "sent"]


@pytest.fixture(autouse=True)
def trusted(settings):
    settings.FIRST_POSTS_HELD = 0


@pytest.fixture
def wanjiku():
    return make_user(display_name="Wanjiku")


@pytest.fixture
def story(wanjiku):
    return make_story(author=wanjiku, title="Scarves", body="We knitted. Dr. Patel too.", country="KE")


@pytest.fixture
def author(client, wanjiku):
    client.force_login(wanjiku)
    return client


def address(name, story):
    return reverse(f"story-{name}", args=[story.pk])


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_the_author_alone(client, story, name):
    url = address(name, story)
    assert client.get(url).headers["Location"].startswith(reverse("account_login"))
    for stranger in (make_user(), make_user(is_superuser=True)):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.post(url, {"title": "T", "body": "B", "form_id": "x"}).status_code in {404, 405}
    client.force_login(story.author)
    assert client.get(url).status_code == 200
    now = Story.objects.get()
    assert (now.title, now.visibility) == ("Scarves", Visibility.VISIBLE)


@pytest.mark.parametrize("name", PAGES)
def test_reading_a_page_that_asks_changes_nothing(author, story, name):
    before = Story.objects.values().get()
    author.get(address(name, story))
    assert Story.objects.values().get() == before


def test_author_changes_the_words_and_finds_the_earlier_ones(author, story):
    response = author.post(address("edit", story), {"title": "Scarves", "body": "We sewed."})
    assert response.headers["Location"] == story.get_absolute_url()
    assert "We sewed." in html(author.get(response.headers["Location"]))
    assert "We knitted. Dr. Patel too." in html(author.get(address("versions", story)))


def test_new_personal_data_is_asked_about_and_old_is_not(author, story):
    typed = {"title": "Scarves", "body": "We knitted. Dr. Patel too. Write to a@example.org."}
    asked = html(author.post(address("edit", story), typed))
    assert "a@example.org" in asked.partition("Could someone know you by this?")[2].partition("</ul>")[0]
    assert "Dr. Patel" not in asked.partition("Could someone know you by this?")[2].partition("</ul>")[0]
    assert "<title>Error:" in asked
    assert not StoryVersion.objects.exists()
    author.post(address("edit", story), typed | {"keep_personal_data": "on"})
    assert Story.objects.get().body == typed["body"]


@pytest.mark.parametrize("name", ["edit", "add"])
@pytest.mark.parametrize("body", ["", " \n\u200b", "x" * (MAX_LENGTH + 1), "x" * 100_000])
def test_words_that_cannot_be_taken_are_shown_again(author, story, name, body):
    response = author.post(address(name, story), {"title": "Kept title", "heading": "Kept heading", "body": body})
    assert response.status_code == 200
    assert "<title>Error:" in html(response)
    assert body.strip() in html(response)
    assert ("Kept title" if name == "edit" else "Kept heading") in html(response)
    assert not StoryVersion.objects.exists()
    assert not StoryUpdate.objects.exists()


def test_words_are_on_the_next_page_when_the_session_ended(client, story):
    response = client.post(address("edit", story), {"title": "T", "body": "Typed for an hour."})
    assert response.status_code == 403
    assert "Typed for an hour." in html(response)
    assert "Sign in" in html(response)


def test_words_are_on_the_next_page_when_changes_come_too_often(author, story, monkeypatch):
    monkeypatch.setattr(keeping, "EDITS", Rule("edits", a_day=2, on_first_day=2))
    for number in range(2):
        author.post(address("edit", story), {"title": "T", "body": f"Words {number}."})
    response = author.post(address("edit", story), {"title": "T", "body": "One too many."})
    assert response.status_code == 429
    assert "One too many." in html(response)
    assert Story.objects.get().body == "Words 1."


def test_part_is_added_once_however_often_it_is_sent_and_taken_away(author, story):
    url = address("add", story)
    form_id = re.search(r'name="form_id" value="([^"]+)"', html(author.get(url)))[1]
    sent = {"form_id": form_id, "heading": "", "body": "A year on."}
    places = {author.post(url, sent).headers["Location"] for _click in range(3)}
    part = StoryUpdate.objects.get()
    assert places == {f"{story.get_absolute_url()}#part-{part.pk}"}
    remove = reverse("story-update-remove", args=[story.pk, part.pk])
    assert "A year on." in html(author.get(remove))
    assert [author.post(remove).headers["Location"] for _click in range(2)] == [story.get_absolute_url()] * 2
    assert not StoryUpdate.objects.exists()


def test_part_of_another_story_is_not_taken_away(author, story):
    other = make_story()
    part = StoryUpdate.objects.create(story=other, body="B", body_html="B")
    author.post(reverse("story-update-remove", args=[story.pk, part.pk]))
    author.post(reverse("story-update-remove", args=[other.pk, part.pk]))
    assert StoryUpdate.objects.exists()


def test_author_takes_the_name_off_and_chooses_readers(author, story):
    url = address("sharing", story)
    page = html(author.get(url))
    assert re.search(r'value="named"[^>]* checked', page)
    assert "Show my name: Wanjiku" in page
    author.post(url, {"name": "unnamed", "country": "", "audience": "members", "content_notes": ["death"]})
    story.refresh_from_db()
    assert (story.is_anonymous, story.country, story.audience) == (True, "", "members")
    assert story.content_notes == ["death"]


def test_author_takes_back_and_brings_back_and_two_clicks_are_one(author, story):
    for name, visibility in (("withdraw", Visibility.WITHDRAWN), ("bring-back", Visibility.VISIBLE)):
        places = [author.post(address(name, story)).headers["Location"] for _click in range(2)]
        assert places == [story.get_absolute_url()] * 2
        assert Story.objects.get().visibility == visibility


def test_author_deletes_and_the_second_click_finds_it_done(author, story):
    url = address("delete", story)
    form_id = re.search(r'name="form_id" value="([^"]+)"', html(author.get(url)))[1]
    places = [author.post(url, {"form_id": form_id}).headers["Location"] for _click in range(2)]
    assert places == [reverse("story-list")] * 2
    assert not Story.objects.exists()
    assert "Your story is deleted." in html(author.get(reverse("story-list")))


def test_no_change_is_made_by_a_get(author, story):
    for name in ("withdraw", "bring-back", "delete"):
        author.get(f"{address(name, story)}?form_id=x")
    assert author.get(reverse("story-helped", args=[story.pk])).status_code == 405
    assert Story.objects.get().visibility == Visibility.VISIBLE


def test_words_are_on_the_next_page_when_saving_fails(author, story, monkeypatch):
    def fail(**_values):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(keeping, "edit_story", fail)
    author.raise_request_exception = False
    response = author.post(address("edit", story), {"title": "T", "body": "Typed for an hour."})
    assert response.status_code == 500
    assert "Typed for an hour." in html(response)


def test_words_are_on_the_next_page_when_the_token_is_old(story):
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.author)
    response = client.post(address("edit", story), {"title": "T", "body": "Typed for an hour."})
    assert response.status_code == 403
    assert "Typed for an hour." in html(response)
