import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import points
from markup.members_text import MAX_LENGTH
from stories.models import Story
from stories.services import teaser, tell_story, withdraw_story
from tests.factories import make_condition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def marisol():
    return make_user(display_name="Marisol")


@pytest.fixture
def story(marisol):
    return tell_story(
        author=marisol, condition=make_condition(), title="The year", body="It began. Then more. Then all."
    )


def version(condition):
    condition.refresh_from_db()
    return condition.version


def test_only_someone_who_is_signed_in_tells_a_story():
    with pytest.raises(PermissionDenied):
        tell_story(author=AnonymousUser(), condition=make_condition(), title="T", body="B")
    assert not Story.objects.exists()


def test_story_is_prepared_for_reading_and_earns_points_and_changes_the_conditions_pages(marisol):
    condition = make_condition()
    before = version(condition)
    story = tell_story(author=marisol, condition=condition, title="T", body="## Before\n\nOne. Two. Three.\n\nMore.")
    assert "<h2>Before</h2>" in story.body_html
    assert story.teaser == "One. Two."
    assert story.reading_minutes == 1
    marisol.refresh_from_db()
    assert marisol.points == points.PER_STORY
    assert version(condition) > before


def test_content_note_that_is_not_on_the_list_is_refused(marisol):
    with pytest.raises(ValidationError):
        tell_story(author=marisol, condition=make_condition(), title="T", body="B", content_notes=["gore"])
    assert not Story.objects.exists()


@pytest.mark.parametrize(("title", "body"), [("", "B"), ("T", "  \n "), ("T" * 121, "B")])
def test_story_without_words_or_with_too_long_a_title_is_refused(marisol, title, body):
    with pytest.raises(ValidationError):
        tell_story(author=marisol, condition=make_condition(), title=title, body=body)


def test_text_that_is_too_long_is_refused_whole(marisol):
    with pytest.raises(ValidationError):
        tell_story(author=marisol, condition=make_condition(), title="T", body="a" * (MAX_LENGTH + 1))
    assert not Story.objects.exists()


def test_database_refuses_an_empty_story(story):
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(body="")


def test_author_withdraws_once_and_gives_the_points_back(story, marisol):
    withdraw_story(by=marisol, story=story)
    withdraw_story(by=marisol, story=story)
    marisol.refresh_from_db()
    assert marisol.points == 0
    assert not Story.objects.visible().exists()


def test_nobody_else_withdraws_a_story(story):
    with pytest.raises(PermissionDenied):
        withdraw_story(by=make_user(is_superuser=True), story=story)
    assert Story.objects.visible().exists()


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
