"""Changed words are looked at like new ones, and the old ones stand until the new ones have passed."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from forum.services import edit_post, edit_thread, reply
from members.models import Profile
from members.services import put_profile
from moderation.models import Case, Ground, ProposedChange, Visibility
from moderation.services import decide, publish, reject
from questions.services import edit_answer, record_of
from stories.services import add_update, edit_story
from tests.factories import make_answer, make_member, make_post, make_story, make_thread, make_user
from tests.moderation.cast import make_moderator

ADVERT = "Herbal cure for everything, order now with 50% off: healer@example.com"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(settings):
    settings.FIRST_POSTS_HELD = 0


def change_answer(item, body):
    edit_answer(by=item.author, answer=item, record=replace(record_of(item), body=body))


def change_story(item, body):
    edit_story(by=item.author, story=item, title=item.title, body=body)


def change_post(item, body):
    edit_post(by=item.author, post=item, body=body, is_anonymous=False)


def change_thread(item, body):
    edit_thread(by=item.author, thread=item, title=item.title, body=body, audience=item.audience, is_anonymous=False)


EVERY_KIND = pytest.mark.parametrize(
    ("make", "change"),
    [
        (make_answer, change_answer),
        (make_story, change_story),
        (make_post, change_post),
        (make_thread, change_thread),
    ],
    ids=["answer", "story", "post", "thread"],
)


@EVERY_KIND
def test_old_words_stay_public_until_a_moderator_has_read_the_new_ones(make, change):
    item = make()
    before = item.body
    change(item, ADVERT)
    item.refresh_from_db()
    assert (item.body, item.visibility) == (before, Visibility.VISIBLE)
    waiting = ProposedChange.objects.get(visibility=Visibility.HELD)
    assert Case.objects.open().filter(kind="change", item_id=waiting.pk, flags__reason="spam").exists()
    publish(by=make_moderator(), item=waiting)
    item.refresh_from_db()
    assert (item.body, item.visibility) == (ADVERT, Visibility.VISIBLE)


@EVERY_KIND
def test_personal_data_is_taken_out_of_the_new_words_before_they_appear(make, change):
    item = make()
    change(item, ADVERT)
    with pytest.raises(ValidationError, match="Something has to stay"):
        take_out("  ")
    take_out("Herbal cure for everything.")
    item.refresh_from_db()
    assert (item.body, item.visibility) == ("Herbal cure for everything.", Visibility.VISIBLE)
    assert "healer@example.com" not in str(ProposedChange.objects.values().get())


def test_personal_data_is_taken_out_of_new_words_about_a_member():
    member = make_member()
    put_profile(member=member, about=ADVERT, about_audience="members")
    assert not Profile.objects.exclude(about="").exists()
    take_out("A healer.")
    assert Profile.objects.get(member=member).about == "A healer."


def take_out(words):
    waiting = ProposedChange.objects.get(visibility=Visibility.HELD)
    decide(by=make_moderator(), item=waiting, action="redact", ground=Ground.PRIVATE, reason="An address.", words=words)


@EVERY_KIND
def test_rejected_words_never_appear(make, change):
    item = make()
    before = item.body
    change(item, ADVERT)
    reject(by=make_moderator(), item=ProposedChange.objects.get(), reason="An advert.", ground=Ground.SELL)
    item.refresh_from_db()
    assert (item.body, item.visibility) == (before, Visibility.VISIBLE)


@EVERY_KIND
def test_clean_words_appear_at_once_and_take_the_place_of_those_that_wait(make, change):
    item = make()
    change(item, ADVERT)
    item.refresh_from_db()
    change(item, "We sleep better now.")
    item.refresh_from_db()
    assert item.body == "We sleep better now."
    assert not ProposedChange.objects.filter(visibility=Visibility.HELD).exists()
    assert not Case.objects.open().exists()


def test_later_part_of_a_story_waits_while_the_story_stands():
    story = make_story()
    assert add_update(by=story.author, story=story, body=ADVERT) is None
    assert not story.updates.exists()
    publish(by=make_moderator(), item=ProposedChange.objects.get())
    assert [part.body for part in story.updates.all()] == [ADVERT]


def test_change_is_not_taken_for_a_copy_of_the_text_itself():
    words = "We moved the injection to the evening and the mornings are much easier since then for both of us."
    post = reply(author=make_user(), thread=make_thread(), body=words)
    edit_post(by=post.author, post=post, body=f"{words} Truly.", is_anonymous=False)
    post.refresh_from_db()
    assert post.body == f"{words} Truly."


def test_change_does_not_count_as_a_published_text(settings):
    settings.FIRST_POSTS_HELD = 3
    post = make_post(visibility=Visibility.VISIBLE)
    edit_post(by=post.author, post=post, body="Other words.", is_anonymous=False)
    publish(by=make_moderator(), item=ProposedChange.objects.get())
    post.refresh_from_db()
    assert post.body == "Other words."
    assert reply(author=post.author, thread=make_thread(), body="Second.").visibility == Visibility.HELD
