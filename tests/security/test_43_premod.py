"""First texts, the first link and the first picture of an account wait; adverts of new accounts are never public."""

import json
from pathlib import Path

import pytest

from accounts.models import ConsentKind
from accounts.services import give_consent
from forum.models import Post
from forum.services import reply
from members.permissions import can_add_picture
from members.services import put_profile
from moderation.models import Case, ProposedChange, Visibility
from moderation.services import publish
from stories.services import tell_story
from tests.factories import make_condition, make_thread, make_user
from tests.moderation.cast import make_moderator

CORPUS = Path(__file__).resolve().parents[2] / "moderation" / "data" / "evaluation" / "spam.jsonl"
CLEAN = "We moved the injection to the evening and the mornings are easier since then."
pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer():
    member = make_user()
    give_consent(member=member, kind=ConsentKind.PUBLISHING)
    return member


def adverts() -> list[str]:
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    return [row["body"] for row in rows if row["label"] == "spam"][:80]


def test_none_of_80_adverts_of_a_new_account_is_public(newcomer):
    thread = make_thread()
    for body in adverts():
        reply(author=newcomer, thread=thread, body=body)
    assert Post.objects.filter(author=newcomer).count() == 80
    assert not Post.objects.visible().filter(author=newcomer).exists()
    assert Case.objects.open().filter(kind="post").count() == 80


def test_fourth_clean_text_is_public(newcomer):
    moderator, thread = make_moderator(), make_thread()
    for number in range(3):
        post = reply(author=newcomer, thread=thread, body=f"{CLEAN} {number}")
        assert post.visibility == Visibility.HELD
        publish(by=moderator, item=post)
    assert reply(author=newcomer, thread=thread, body="And we sleep better.").visibility == Visibility.VISIBLE


def trusted(count=3):
    member = make_user()
    for number in range(count):
        reply(author=member, thread=make_thread(), body=f"{CLEAN} {number}", visibility=Visibility.VISIBLE)
    return member


def test_first_link_of_a_known_account_waits_and_the_next_does_not():
    member, thread = trusted(), make_thread()
    words = "The leaflet of our association is at https://www.nhs.uk/conditions/"
    first = reply(author=member, thread=thread, body=words)
    assert first.visibility == Visibility.HELD
    publish(by=make_moderator(), item=first)
    assert reply(author=member, thread=thread, body=f"See also {words}").visibility == Visibility.VISIBLE


def test_new_account_has_no_picture_and_its_words_about_itself_wait(newcomer):
    assert not can_add_picture(newcomer)
    profile = put_profile(member=newcomer, about="Ask me for drops.", about_audience="anyone")
    assert (profile.about, profile.about_audience) == ("", "nobody")
    publish(by=make_moderator(), item=ProposedChange.objects.get(author=newcomer))
    profile.refresh_from_db()
    assert (profile.about, profile.about_audience) == ("Ask me for drops.", "anyone")


def test_story_of_a_new_account_waits(newcomer):
    story = tell_story(author=newcomer, condition=make_condition(), title="T", body=CLEAN, audience="anyone")
    assert story.visibility == Visibility.HELD
