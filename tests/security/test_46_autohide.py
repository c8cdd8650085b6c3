"""46: three reports by members whom the site knows well hide a text into the queue; no others do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Action, Case, Decision, Visibility
from moderation.services import Reporter, decide, is_trusted_reporter, report
from notifications.models import Notification
from stories.models import Story
from tests.factories import make_member, make_story
from tests.world import make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_text_makes_known(settings):
    settings.FIRST_POSTS_HELD = 1


def known_member(days=30):
    """A member for some days, with a text that others can read."""
    member = make_member(date_joined=timezone.now() - timedelta(days=days))
    make_story(author=member)
    return member


def tell(story, members, address="192.0.2.{}"):
    for number, member in enumerate(members, start=1):
        report(item=story, by=Reporter(address=address.format(number), member=member), reason="cruelty")
    return Story.objects.get(pk=story.pk).visibility


def test_three_known_members_hide_and_a_moderator_sees_it():
    story = make_story()
    assert tell(story, [known_member(), known_member()]) == Visibility.VISIBLE
    assert tell(story, [known_member()], address="192.0.2.9") == Visibility.HELD
    assert Case.objects.open().get().item_id == story.pk
    hidden = Decision.objects.get()
    assert (hidden.action, hidden.is_automated, hidden.by, hidden.author) == (Action.HOLD, True, None, story.author)


def test_author_hears_that_a_program_did_it_and_how_to_appeal(client):
    story = make_story(author=make_member())
    tell(story, [known_member() for _number in range(3)])
    news = Notification.objects.get(recipient=story.author)
    client.force_login(story.author)
    page = client.get(news.url).text
    assert "A program did this" in page
    assert f"/appeals/new/{Decision.objects.get().pk}/" in page


@pytest.mark.parametrize(
    "who", ["strangers", "new members", "without a text", "one address", "suspended", "one of them three times"]
)
def test_others_hide_nothing(who, settings):
    story, address = make_story(), "192.0.2.{}"
    if who == "strangers":
        members = [None] * 5
    elif who == "new members":
        members = [known_member(days=2) for _number in range(5)]
    elif who == "without a text":
        members = [make_member(date_joined=timezone.now() - timedelta(days=90)) for _number in range(5)]
    elif who == "suspended":
        members = [known_member() for _number in range(5)]
        for member in members:
            member.suspended_until = timezone.now() + timedelta(days=1)
    elif who == "one address":
        members, address = [known_member() for _number in range(5)], "192.0.2.7"
    else:
        members = [known_member()] * 5
    assert tell(story, members, address=address) == Visibility.VISIBLE
    assert Case.objects.open().exists()
    assert not Decision.objects.exists()


def test_one_household_with_a_long_address_counts_once():
    story = make_story()
    members = [known_member() for _number in range(4)]
    assert tell(story, members, address="2001:db8:1:2::{}") == Visibility.VISIBLE


def test_words_that_a_moderator_kept_are_not_hidden_again_until_they_change():
    story = make_story()
    tell(story, [known_member(), known_member()])
    decide(by=make_moderator(), item=story, action=Action.KEEP, reason="", ground="keeps")
    assert tell(story, [known_member() for _n in range(3)], address="198.51.100.{}") == Visibility.VISIBLE
    Story.objects.update(body="Other words.")
    assert tell(story, [known_member()], address="203.0.113.{}") == Visibility.HELD


def test_moderators_are_known_from_the_first_day():
    assert is_trusted_reporter(make_moderator())
    assert not is_trusted_reporter(make_member())
