"""The moderation list: for moderators only, the oldest first, as many queries for one text as for ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import Action, Decision, Visibility
from moderation.services import reject
from stories.models import Story
from tests.factories import make_user
from tests.moderation.cast import make_held, make_moderator, visibility_of

pytestmark = pytest.mark.django_db

LIST = "/moderation/"
PAGES = [LIST, "/moderation/story/1/reject/"]


@pytest.fixture
def desk(client, moderator):
    """The browser of a moderator."""
    client.force_login(moderator)
    return client


def press(client, story, what, **sent):
    return client.post(reverse(f"content-{what}", args=["story", story.pk]), sent, follow=True)


@pytest.mark.parametrize("address", PAGES)
def test_visitor_is_led_to_signing_in(client, address):
    assert client.get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", PAGES)
def test_member_sees_nothing_of_moderation(client, author, address):
    make_held(title="Secret title")
    client.force_login(author)
    answer = client.get(address)
    assert answer.status_code == 403
    assert b"Secret title" not in answer.content


def test_list_shows_what_waits_and_nothing_else(desk):
    make_held(title="Waits")
    for visibility in set(Visibility) - {Visibility.HELD}:
        make_held(visibility, title=f"Is {visibility}")
    words = desk.get(LIST).text
    assert "Waits" in words
    assert "Is " not in words


def test_oldest_stands_first(desk):
    new, old = make_held(title="Newer one"), make_held(title="Older one")
    Story.objects.filter(pk=old.pk).update(posted_at=new.posted_at.replace(year=2020))
    words = desk.get(LIST).text
    assert words.index("Older one") < words.index("Newer one")


def test_empty_list_says_thank_you(desk):
    assert "All read. Thank you." in desk.get(LIST).text


def test_list_is_kept_by_no_cache(desk):
    assert "no-store" in desk.get(LIST)["Cache-Control"]


def test_number_of_queries_is_the_same_for_one_and_for_ten(desk):
    desk.get(LIST)  # the first request of a browser also notes that it is signed in
    counts = []
    for more in (1, 9):
        for _number in range(more):
            make_held()
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_publishing_shows_it_and_says_so(desk):
    story = make_held()
    seen = desk.get(LIST).context["rows"][0].seen
    assert "Published." in press(desk, story, "publish", seen=seen).text
    assert visibility_of(story) == Visibility.VISIBLE


def test_pressing_publish_twice_is_harmless(desk):
    story = make_held()
    press(desk, story, "publish")
    assert "already decided" in press(desk, story, "publish").text
    assert Decision.objects.count() == 1


def test_text_that_changed_since_is_shown_again_instead(desk):
    story = make_held()
    seen = desk.get(LIST).context["rows"][0].seen
    Story.objects.update(body_html="<p>New words.</p>")
    words = press(desk, story, "publish", seen=seen).text
    assert "Please read it again." in words
    assert "New words." in words
    assert visibility_of(story) == Visibility.HELD


def test_rejecting_without_a_reason_asks_for_one(desk):
    story = make_held()
    answer = press(desk, story, "reject", reason=" ")
    assert "<title>Error: " in answer.text
    assert "Say why. The author reads it." in answer.text
    assert visibility_of(story) == Visibility.HELD


def test_reason_that_is_too_long_is_not_lost(desk):
    answer = press(desk, make_held(), "reject", reason="x" * 501, ground="private")
    assert "x" * 501 in answer.text
    assert "at most 500 characters" in answer.text


def test_rejecting_with_a_reason_tells_the_author_why_and_keeps_their_words(desk, client):
    story = make_held(body="My own words.")
    press(desk, story, "reject", reason="It names <your> doctor.", ground="private")
    decision = Decision.objects.get(action=Action.REJECT)
    assert visibility_of(story) == Visibility.REMOVED
    client.force_login(story.author)
    words = client.get(f"/moderation/decisions/{decision.pk}/").text
    assert "It names &lt;your&gt; doctor." in words
    assert "My own words." in words
    assert decision.by.display_name not in words


def test_decision_is_read_by_the_author_and_moderators_only(client, author, moderator):
    story = make_held()
    decision = reject(by=moderator, item=story, reason="Because.", ground="private")
    address = f"/moderation/decisions/{decision.pk}/"
    assert client.get(address).status_code == 302
    for reader, status in [(author, 404), (story.author, 200), (make_moderator(), 200)]:
        client.force_login(reader)
        assert client.get(address).status_code == status


def test_decision_about_a_text_that_was_deleted_still_says_why(client, moderator):
    story = make_held()
    decision = reject(by=moderator, item=story, reason="Because of that.", ground="private")
    Story.objects.all().delete()
    client.force_login(story.author)
    assert "Because of that." in client.get(f"/moderation/decisions/{decision.pk}/").text


@pytest.mark.parametrize("what", ["publish", "reject"])
def test_members_cannot_decide_by_the_address(client, author, what):
    story = make_held()
    client.force_login(author)
    assert press(client, story, what, reason="Because.", ground="private").status_code == 403
    assert visibility_of(story) == Visibility.HELD


@pytest.mark.parametrize("what", ["publish", "reject"])
def test_moderator_cannot_decide_about_their_own_by_the_address(desk, moderator, what):
    story = make_held(author=moderator)
    assert "Another moderator reads it." in desk.get(LIST).text
    assert press(desk, story, what, reason="Because.", ground="private").status_code == 403
    assert visibility_of(story) == Visibility.HELD


@pytest.mark.parametrize("address", ["/moderation/poem/1/publish/", "/moderation/story/999999/publish/"])
def test_what_is_not_there_is_not_found(desk, address):
    assert desk.post(address).status_code == 404


def test_looking_changes_nothing(desk):
    story = make_held()
    assert desk.get(reverse("content-publish", args=["story", story.pk])).status_code == 405
    desk.get(reverse("content-reject", args=["story", story.pk]))
    assert visibility_of(story) == Visibility.HELD


def test_record_of_decisions_is_not_changed_in_the_admin(client, moderator):
    decision = reject(by=moderator, item=make_held(), reason="Because.", ground="private")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get("/admin/moderation/decision/").status_code == 200
    assert client.post(f"/admin/moderation/decision/{decision.pk}/change/", {"reason": "No."}).status_code == 403
    assert client.post(f"/admin/moderation/decision/{decision.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/moderation/decision/add/").status_code == 403
