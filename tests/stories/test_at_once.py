"""Clicks in the same moment: fifty votes are fifty, and one story sent twice is one story."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import QueryDict

from accounts import points
from accounts.models import ConsentKind, User
from accounts.services import give_consent
from stories.models import Story, StoryVersion, StoryVote
from stories.sending import send_story
from stories.services import anonymise_story, edit_story, take_back_vote, vote_helpful, withdraw_story
from stories.steps import KIND
from tests.factories import make_condition, make_story, make_user
from tests.questions.test_at_once import at_once
from writing.services import save_draft, submit_once
from writing.writers import Writer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
MANY = 50


@pytest.fixture(autouse=True)
def trusted(settings):
    settings.FIRST_POSTS_HELD = 0


def points_of(story):
    return User.objects.values_list("points", flat=True).get(pk=story.author_id)


def test_fifty_votes_at_once_are_fifty_and_all_are_taken_back():
    story = make_story()
    voters = [make_user() for _number in range(MANY)]
    at_once(*(lambda voter=voter: vote_helpful(voter=voter, story=story) for voter in voters))
    story.refresh_from_db()
    assert (StoryVote.objects.count(), story.helpful_count) == (MANY, MANY)
    assert points_of(story) == points.PER_STORY + MANY * points.PER_HELPFUL_VOTE
    at_once(*(lambda voter=voter: take_back_vote(voter=voter, story=story) for voter in voters))
    story.refresh_from_db()
    assert (StoryVote.objects.count(), story.helpful_count) == (0, 0)
    assert points_of(story) == points.PER_STORY


def test_fifty_clicks_of_one_reader_are_one_vote():
    story, reader = make_story(), make_user()
    assert {*at_once(*(lambda: vote_helpful(voter=reader, story=story) for _click in range(MANY)))} == {None}
    story.refresh_from_db()
    assert (StoryVote.objects.count(), story.helpful_count) == (1, 1)


def test_story_sent_fifty_times_at_once_is_told_once():
    member, condition = make_user(), make_condition(name="Leukemia")
    give_consent(member=member, kind=ConsentKind.PUBLISHING)
    kept = {
        "condition": condition.name,
        "language": "en",
        "title": "T",
        "body": "B",
        "name": "named",
        "audience": "anyone",
    }
    save_draft(writer=Writer(member=member), kind=KIND, about="", title="T", fields=kept, url="/stories/new/")

    def send():
        act = lambda: send_story(member=member, consent=False).get_absolute_url()  # noqa: E731
        return submit_once(member=member, sent=QueryDict("form_id=1"), act=act)

    assert {*at_once(*(send for _click in range(MANY)))} == {Story.objects.get().get_absolute_url()}


def test_points_stay_right_when_votes_and_changes_of_name_and_state_cross():
    story = make_story()
    voters = [make_user() for _number in range(20)]
    own = [lambda: anonymise_story(by=story.author, story=story), lambda: withdraw_story(by=story.author, story=story)]
    given = at_once(*(lambda voter=voter: vote_helpful(voter=voter, story=story) for voter in voters), *own)
    assert {type(one) for one in given} <= {type(None), PermissionDenied}
    story.refresh_from_db()
    assert story.is_anonymous
    assert points_of(story) == 0
    assert story.helpful_count == StoryVote.objects.count()


def test_changes_at_once_keep_every_version():
    story = make_story(body="Words 0.")
    changes = (
        lambda number=number: edit_story(by=story.author, story=story, title="T", body=f"Words {number}.")
        for number in range(1, 11)
    )
    at_once(*changes)
    bodies = {*StoryVersion.objects.values_list("body", flat=True), Story.objects.get().body}
    assert bodies == {f"Words {number}." for number in range(11)}
