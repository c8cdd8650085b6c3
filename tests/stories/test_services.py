import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import points
from accounts.models import ConsentKind
from accounts.points import Contributions
from accounts.services import withdraw_consent
from markup.members_text import MAX_LENGTH
from moderation.models import Audience, Visibility
from moderation.services import hold, publish, remove, restore, waiting_change
from stories.models import DeletedStory, Story, StoryUpdate, StoryVersion, StoryVote
from stories.services import (
    add_content_notes,
    add_update,
    anonymise_story,
    contributions,
    delete_story,
    edit_story,
    remove_update,
    return_story,
    share_story,
    take_back_vote,
    teaser,
    tell_story,
    vote_helpful,
    withdraw_everything,
    withdraw_story,
)
from tests.factories import make_condition, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def marisol():
    return make_user(display_name="Marisol")


@pytest.fixture
def moderator():
    return make_user(display_name="Moderator", is_superuser=True)


@pytest.fixture
def story(marisol):
    return make_story(author=marisol, title="The year", body="It began. Then more. Then all.", country="ES")


@pytest.fixture
def trusted(settings):
    """A site that reads nobody's first posts beforehand."""
    settings.FIRST_POSTS_HELD = 0


@pytest.fixture
def cautious(settings):
    """A site that reads the first three posts of each member beforehand."""
    settings.FIRST_POSTS_HELD = 3


def tell(author, **fields):
    values = {"condition": make_condition(), "title": "T", "body": "B", "audience": "anyone", "consent": True}
    return tell_story(author=author, **values | fields)


def version(condition):
    condition.refresh_from_db()
    return condition.version


def points_of(member):
    member.refresh_from_db()
    return member.points


def counted(member):
    return contributions().get(member.pk, Contributions()).points


def test_only_someone_who_is_signed_in_tells_a_story():
    with pytest.raises(PermissionDenied):
        tell(AnonymousUser())
    assert not Story.objects.exists()


def test_story_needs_consent_to_publishing_once(marisol):
    with pytest.raises(ValidationError, match="consent"):
        tell(marisol, consent=False)
    tell(marisol, consent=True)
    tell(marisol, consent=False)
    withdraw_consent(member=marisol, kind=ConsentKind.PUBLISHING)
    with pytest.raises(ValidationError, match="consent"):
        tell(marisol, consent=False)
    assert Story.objects.count() == 2


def test_story_is_prepared_for_reading_and_earns_points_and_changes_the_conditions_pages(marisol, trusted):
    condition = make_condition()
    before = version(condition)
    story = tell(marisol, condition=condition, body="## Before\n\nOne. Two. Three.\n\nMore.")
    assert "<h2>Before</h2>" in story.body_html
    assert story.teaser == "One. Two."
    assert story.reading_minutes == 1
    assert points_of(marisol) == points.PER_STORY == counted(marisol)
    assert version(condition) > before


def test_first_story_of_a_new_member_waits_for_a_moderator_and_earns_nothing_until_then(marisol, moderator, cautious):
    story = tell(marisol)
    assert story.visibility == Visibility.HELD
    assert not Story.objects.visible_to(moderator).exists()
    assert points_of(marisol) == 0 == counted(marisol)
    publish(by=moderator, item=story)
    assert points_of(marisol) == points.PER_STORY == counted(marisol)


def test_readers_are_those_whom_the_author_chose(marisol, trusted):
    for_members, for_all = tell(marisol, audience="members"), tell(marisol, audience="anyone")
    assert set(Story.objects.visible()) == {for_all}
    assert set(Story.objects.visible_to(make_user())) == {for_members, for_all}


@pytest.mark.parametrize("audience", ["", "nobody", "everybody"])
def test_story_without_chosen_readers_is_not_told(marisol, audience):
    with pytest.raises((ValidationError, ValueError)):
        tell(marisol, audience=audience)
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda story, notes: tell(story.author, content_notes=notes),
        lambda story, notes: share_story(
            by=story.author, story=story, audience="anyone", is_anonymous=False, country="", content_notes=notes
        ),
        lambda story, notes: add_content_notes(by=make_user(is_superuser=True), story=story, notes=notes),
    ],
    ids=["tell", "share", "moderator"],
)
def test_content_note_that_is_not_on_the_list_is_refused(story, change):
    with pytest.raises(ValidationError):
        change(story, ["gore"])
    assert [one.content_notes for one in Story.objects.all()] == [[]]


@pytest.mark.parametrize(
    ("title", "body"), [("", "B"), ("T", "  \n "), ("T" * 121, "B"), ("T", "\u200b\u0301"), ("\u200e \u202e", "\x00")]
)
def test_story_without_words_or_with_too_long_a_title_is_refused(marisol, title, body):
    with pytest.raises(ValidationError):
        tell(marisol, title=title, body=body)


def test_text_that_is_too_long_is_refused_whole(marisol, story):
    with pytest.raises(ValidationError):
        tell(marisol, body="a" * (MAX_LENGTH + 1))
    with pytest.raises(ValidationError):
        edit_story(by=marisol, story=story, title="T", body="a" * (MAX_LENGTH + 1))
    with pytest.raises(ValidationError):
        add_update(by=marisol, story=story, body="a" * (MAX_LENGTH + 1))
    assert Story.objects.get().body == story.body
    assert not StoryVersion.objects.exists()


def test_database_refuses_an_empty_story(story):
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(body="")


def test_author_changes_the_words_and_keeps_the_earlier_ones(story, marisol, trusted):
    edited = edit_story(by=marisol, story=story, title="Two years", body="Now. And then.")
    assert (edited.title, edited.teaser, edited.body_html) == ("Two years", "Now. And then.", "<p>Now. And then.</p>\n")
    assert edited.changed_at is not None
    earlier = StoryVersion.objects.get()
    assert (earlier.title, earlier.body) == ("The year", "It began. Then more. Then all.")


def test_same_words_again_make_no_version(story, marisol):
    edit_story(by=marisol, story=story, title=" The year ", body=f"{story.body}\r\n")
    assert not StoryVersion.objects.exists()
    assert Story.objects.get().changed_at is None


@pytest.mark.parametrize("change", ["edit", "update"])
def test_new_words_of_a_member_whose_posts_are_read_first_wait_too(story, marisol, cautious, change):
    if change == "edit":
        edit_story(by=marisol, story=story, title="T", body="B")
    else:
        add_update(by=marisol, story=story, body="B")
    story.refresh_from_db()
    assert (story.visibility, story.title == "T", story.updates.count()) == (Visibility.VISIBLE, False, 0)
    assert waiting_change(target="story", target_id=story.pk).body == "B"


@pytest.mark.parametrize("visibility", [Visibility.REMOVED, Visibility.WITHDRAWN, Visibility.HELD])
def test_changing_words_never_brings_a_story_back(story, marisol, trusted, visibility):
    Story.objects.update(visibility=visibility)
    edit_story(by=marisol, story=story, title="T", body="B")
    assert Story.objects.get().visibility == visibility


def test_update_stands_under_its_date_and_marks_the_story_changed(story, marisol, trusted):
    update = add_update(by=marisol, story=story, heading=" One year later ", body="We **are** well.")
    assert (update.heading, update.body_html) == ("One year later", "<p>We <strong>are</strong> well.</p>\n")
    assert Story.objects.get().changed_at == update.posted_at
    remove_update(by=marisol, update=update)
    remove_update(by=marisol, update=update)
    assert not StoryUpdate.objects.exists()


@pytest.mark.parametrize("body", ["", " \n ", "\u200b"])
def test_empty_update_is_refused(story, marisol, body):
    with pytest.raises(ValidationError):
        add_update(by=marisol, story=story, body=body)


def test_author_withdraws_once_and_gives_the_points_back(story, marisol):
    withdraw_story(by=marisol, story=story)
    withdraw_story(by=marisol, story=story)
    assert points_of(marisol) == 0 == counted(marisol)
    assert not Story.objects.visible().exists()


def test_author_brings_a_story_back_but_never_past_a_moderator(story, marisol, moderator, trusted):
    withdraw_story(by=marisol, story=story)
    return_story(by=marisol, story=story)
    return_story(by=marisol, story=story)
    assert Story.objects.get().visibility == Visibility.VISIBLE
    assert points_of(marisol) == points.PER_STORY
    remove(by=moderator, item=story, reason="It names a child.", ground="private")
    withdraw_story(by=marisol, story=story)
    return_story(by=marisol, story=story)
    assert not Story.objects.visible().exists()
    restore(by=moderator, item=story)
    hold(by=moderator, item=story, reason="It names a child.")
    withdraw_story(by=marisol, story=story)
    return_story(by=marisol, story=story)
    assert not Story.objects.visible().exists()


def test_story_without_a_name_earns_no_points_so_that_they_cannot_tell_who_wrote_it(marisol, trusted):
    story = tell(marisol, is_anonymous=True)
    assert points_of(marisol) == 0 == counted(marisol)
    share_story(by=marisol, story=story, audience="anyone", is_anonymous=False, country="", content_notes=[])
    assert points_of(marisol) == points.PER_STORY == counted(marisol)


def test_author_becomes_anonymous_at_any_time_and_country_and_points_go(story, marisol):
    anonymise_story(by=marisol, story=story)
    anonymise_story(by=marisol, story=story)
    story.refresh_from_db()
    assert (story.is_anonymous, story.country, story.visibility) == (True, "", Visibility.VISIBLE)
    assert points_of(marisol) == 0 == counted(marisol)
    withdraw_story(by=marisol, story=story)
    assert points_of(marisol) == 0


def test_deleted_story_leaves_nothing_but_its_number(story, marisol):
    edit_story(by=marisol, story=story, title="T", body="B")
    add_update(by=marisol, story=story, body="Later.")
    delete_story(by=marisol, story=story)
    assert not Story.objects.exists()
    assert not StoryVersion.objects.exists()
    assert not StoryUpdate.objects.exists()
    assert DeletedStory.objects.get().number == story.pk
    assert points_of(marisol) == 0


def test_deleted_story_for_members_leaves_no_number_either(marisol, trusted):
    delete_story(by=marisol, story=tell(marisol, audience=Audience.MEMBERS))
    assert not DeletedStory.objects.exists()


def test_everything_of_one_member_is_taken_back_and_nothing_of_another(story, marisol):
    held, other = make_story(author=marisol, visibility=Visibility.HELD), make_story()
    withdraw_everything(member=marisol)
    assert set(Story.objects.filter(visibility=Visibility.WITHDRAWN)) == {story, held}
    assert set(Story.objects.visible()) == {other}
    assert points_of(marisol) == 0


def test_who_takes_back_the_consent_to_publishing_takes_back_the_stories(story, marisol):
    withdraw_consent(member=marisol, kind=ConsentKind.PUBLISHING)
    assert Story.objects.get().visibility == Visibility.WITHDRAWN


@pytest.mark.parametrize(
    "change",
    [
        lambda by, story: edit_story(by=by, story=story, title="T", body="B"),
        lambda by, story: add_update(by=by, story=story, body="B"),
        lambda by, story: remove_update(by=by, update=StoryUpdate(pk=1, story=story)),
        lambda by, story: share_story(
            by=by, story=story, audience="anyone", is_anonymous=True, country="", content_notes=[]
        ),
        lambda by, story: anonymise_story(by=by, story=story),
        lambda by, story: withdraw_story(by=by, story=story),
        lambda by, story: return_story(by=by, story=story),
        lambda by, story: delete_story(by=by, story=story),
    ],
    ids=["edit", "add", "remove", "share", "anonymise", "withdraw", "return", "delete"],
)
def test_nobody_but_its_author_changes_a_story_not_even_staff(story, moderator, change):
    for stranger in (moderator, make_user(), AnonymousUser()):
        with pytest.raises(PermissionDenied):
            change(stranger, story)
    now = Story.objects.get()
    assert (now.title, now.visibility, now.is_anonymous) == ("The year", Visibility.VISIBLE, False)


def test_moderator_adds_a_content_note_and_takes_none_away(moderator):
    story = make_story(content_notes=["needles"])
    add_content_notes(by=moderator, story=story, notes=["death", "needles"])
    assert Story.objects.get().content_notes == ["needles", "death"]
    with pytest.raises(PermissionDenied):
        add_content_notes(by=story.author, story=story, notes=["hospital"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## A heading\n\nFirst words. Second words. Third.", "First words. Second words."),
        ("**Bold** and [a link](https://example.org). Then.", "Bold and a link. Then."),
        ("# Only headings", ""),
        ("No end", "No end"),
    ],
)
def test_teaser_is_the_first_two_sentences_without_marks(body, expected):
    assert teaser(body) == expected


def test_teaser_is_cut_at_220_characters():
    assert len(teaser("word " * 100)) <= 220


def test_member_says_once_that_a_story_helped_and_takes_it_back(story, marisol):
    reader = make_user()
    vote_helpful(voter=reader, story=story)
    vote_helpful(voter=reader, story=story)
    story.refresh_from_db()
    assert story.helpful_count == 1 == StoryVote.objects.count()
    assert points_of(marisol) == points.PER_STORY + points.PER_HELPFUL_VOTE == counted(marisol)
    take_back_vote(voter=reader, story=story)
    take_back_vote(voter=reader, story=story)
    story.refresh_from_db()
    assert story.helpful_count == 0 == StoryVote.objects.count()
    assert points_of(marisol) == points.PER_STORY == counted(marisol)


def test_author_cannot_vote_for_own_story_and_strangers_cannot_vote(story, marisol):
    for voter in (marisol, AnonymousUser()):
        for change in (vote_helpful, take_back_vote):
            with pytest.raises(PermissionDenied):
                change(voter=voter, story=story)
    assert not StoryVote.objects.exists()


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.REMOVED, Visibility.WITHDRAWN])
def test_nobody_votes_for_what_they_cannot_read(story, visibility):
    Story.objects.filter(pk=story.pk).update(visibility=visibility)
    with pytest.raises(PermissionDenied):
        vote_helpful(voter=make_user(), story=story)


def test_vote_for_a_story_without_a_name_gives_no_points(marisol, trusted):
    story = tell(marisol, is_anonymous=True)
    vote_helpful(voter=make_user(), story=story)
    assert points_of(marisol) == 0 == counted(marisol)


def test_votes_points_go_and_come_with_their_story(story, marisol, trusted):
    vote_helpful(voter=make_user(), story=story)
    withdraw_story(by=marisol, story=story)
    assert points_of(marisol) == 0 == counted(marisol)
    return_story(by=marisol, story=story)
    assert points_of(marisol) == points.PER_STORY + points.PER_HELPFUL_VOTE == counted(marisol)


def test_database_holds_one_vote_for_each_member_and_story(story):
    reader = make_user()
    StoryVote.objects.create(story=story, voter=reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryVote.objects.create(story=story, voter=reader)
