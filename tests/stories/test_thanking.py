"""A thank-you under a story: short, once for each member, read first like everything new, and taken off by either."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.blocks import block
from moderation.services import publish, reject
from notifications.models import Notification
from stories.models import StoryThanks
from stories.services import delete_story, share_story, take_thanks_off, thank
from tests.factories import make_member, make_story, make_thanks
from tests.world import make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_read(settings):
    """Here nobody's words wait, but where a test says so."""
    settings.FIRST_POSTS_HELD = 0


@pytest.fixture
def story():
    return make_story(author=make_member(display_name="Lea"), title="A winter of mine")


@pytest.fixture
def noor():
    return make_member(display_name="Noor")


def page(client, story):
    response = client.get(story.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def send(client, story, body="This gave me courage.", **values):
    return client.post(f"/stories/thanks/{story.pk}/", {"body": body, "form_id": "one"} | values)


def test_member_thanks_and_everyone_reads_it_and_the_teller_hears_of_it(client, story, noor):
    client.force_login(noor)
    response = send(client, story)
    thanks = StoryThanks.objects.get()
    assert response.url == thanks.get_absolute_url()
    client.logout()
    html = page(client, story)
    assert f'id="thanks-{thanks.pk}"' in html
    assert "This gave me courage." in html
    assert "/members/" in html.partition("thanks-h")[2]
    news = Notification.objects.get(recipient=story.author)
    assert (news.kind, news.url) == ("story-thanks", thanks.get_absolute_url())
    assert "courage" not in news.title


def test_two_clicks_are_one_thank_you_and_a_second_one_is_refused_in_a_sentence(client, story, noor):
    client.force_login(noor)
    assert send(client, story).url == send(client, story).url
    html = send(client, story, "Once more.", form_id="two").content.decode()
    assert "You have thanked for this story already." in html
    assert "Once more." in html
    assert StoryThanks.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryThanks.objects.create(story=story, author=noor, body="Again.")


def test_new_member_s_thanks_wait_for_a_moderator_in_their_place(client, story, settings):
    settings.FIRST_POSTS_HELD = 1
    new, moderator = make_member(), make_moderator()
    client.force_login(new)
    send(client, story)
    thanks = StoryThanks.objects.get()
    assert "Only you can see this until we have read it." in page(client, story)
    client.logout()
    assert "This gave me courage." not in page(client, story)
    assert not Notification.objects.filter(kind="story-thanks").exists()
    client.force_login(moderator)
    assert "Thanks for “A winter of mine”" in client.get("/moderation/", follow=True).content.decode()
    publish(by=moderator, item=thanks)
    client.logout()
    assert "This gave me courage." in page(client, story)
    assert Notification.objects.filter(kind="story-thanks").count() == 1


def test_what_a_moderator_rejects_is_seen_by_its_author_only(client, story, noor):
    thanks = make_thanks(story=story, author=noor, visibility="held")
    reject(by=make_moderator(), item=thanks, reason="It names a doctor.", ground="private")
    assert thanks.body not in page(client, story)
    client.force_login(noor)
    assert "We took this down. Only you can see it." in page(client, story)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "This field is required."),
        (" \u200b\n ", "Write a few words here."),
        ("x" * 501, "at most 500 characters"),
        ("Call me: +44 20 7946 0958.", "say that you want to keep this"),
    ],
)
def test_words_that_cannot_stand_are_refused_and_kept(client, story, noor, body, sentence):
    client.force_login(noor)
    html = send(client, story, body).content.decode()
    assert sentence in html
    assert "<title>Error:" in html
    assert body.strip() in html
    assert not StoryThanks.objects.exists()


def test_a_visitor_signs_in_first_and_a_session_that_ended_loses_no_words(client, story):
    assert client.get(f"/stories/thanks/{story.pk}/").url == f"/accounts/login/?next=/stories/thanks/{story.pk}/"
    response = send(client, story, "My long thanks.")
    assert response.status_code == 403
    assert "My long thanks." in response.content.decode()


def test_nobody_thanks_themselves_nor_whom_they_were_blocked_by_nor_for_what_is_hidden(story, noor):
    with pytest.raises(PermissionDenied):
        thank(by=story.author, story=story, body="Well told.", consent=True)
    block(member=story.author, other=noor)
    with pytest.raises(PermissionDenied):
        thank(by=noor, story=story, body="Well told.", consent=True)
    with pytest.raises(PermissionDenied):
        thank(by=make_member(), story=make_story(visibility="held"), body="Well told.", consent=True)


def test_publishing_needs_a_consent(story):
    with pytest.raises(ValidationError):
        thank(by=make_member(consents=()), story=story, body="Well told.")


@pytest.mark.parametrize("who", ["writer", "teller"])
def test_writer_and_teller_take_a_thank_you_off_and_nobody_else(client, story, noor, who):
    thanks = make_thanks(story=story, author=noor)
    off = f"/stories/thanks/mine/{thanks.pk}/off/"
    client.force_login(make_member())
    assert off not in page(client, story)
    assert client.post(off).status_code == 404
    with pytest.raises(PermissionDenied):
        take_thanks_off(by=make_member(), thanks=thanks)
    client.force_login(noor if who == "writer" else story.author)
    assert off in page(client, story)
    assert client.get(off).status_code == 200
    assert client.post(off).url == story.get_absolute_url()
    assert not StoryThanks.objects.exists()
    assert not Notification.objects.filter(kind="story-thanks").exists()


def test_thanks_are_for_the_same_readers_as_the_story_also_after_it_changes_them(client, story, noor):
    make_thanks(story=story, author=noor)
    share_story(by=story.author, story=story, audience="members", is_anonymous=False, country="", content_notes=[])
    assert StoryThanks.objects.get().audience == "members"
    assert not StoryThanks.objects.visible().exists()


def test_thanks_without_a_name_lead_to_nobody(client, story, noor):
    make_thanks(story=story, author=noor, is_anonymous=True)
    html = page(client, story)
    assert "This gave me courage." in html
    assert "Noor" not in html


def test_deleted_story_takes_its_thanks_along(story, noor):
    make_thanks(story=story, author=noor)
    delete_story(by=story.author, story=story)
    assert not StoryThanks.objects.exists()


def test_page_needs_the_same_number_of_queries_for_any_number_of_thanks(client, story, noor):
    client.force_login(noor)
    page(client, story)
    counts = []
    for number in (1, 9):
        for _more in range(number):
            make_thanks(story=story, author=make_member())
        with CaptureQueriesContext(connection) as captured:
            page(client, story)
        counts.append(len(captured))
    assert counts[0] == counts[1]
