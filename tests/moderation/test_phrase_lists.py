import pytest
from django.core.management import CommandError, call_command

from moderation.forms.phrase_lists import PhraseListForm
from moderation.models import PhraseList, Visibility
from moderation.services.phrase_lists import copy_lists
from stories.services import tell_story
from tests.factories import make_condition, make_story, make_user

pytestmark = pytest.mark.django_db
NEW = {"name": "zebras", "topic": "spam", "points": "1", "lines": "zebra lamp*"}


def said(body):
    told = {"author": make_user(), "condition": make_condition(), "title": "T", "audience": "anyone", "consent": True}
    return tell_story(**told, body=body).visibility


def test_own_list_holds_what_it_names(settings):
    settings.FIRST_POSTS_HELD = 0
    assert said("I bought a zebra lamp for the sick room.") == Visibility.VISIBLE
    assert PhraseListForm(NEW).save()
    assert said("I like the zebra lamps in the waiting room.") == Visibility.HELD


def test_trial_keeps_nothing_and_says_what_would_be_held():
    story = make_story(body="I bought a zebra lamp for the sick room.", visibility=Visibility.VISIBLE)
    form = PhraseListForm(NEW | {"only_try": "on"})
    assert not form.is_valid()
    assert any(f" {story.pk}" in line for line in form.non_field_errors())
    assert not PhraseList.objects.exists()


def test_line_that_is_no_phrase_is_refused_and_named():
    form = PhraseListForm(NEW | {"lines": "zebra lamp\n... lamp"})
    assert not form.is_valid()
    assert "“... lamp”" in str(form.errors["lines"])


def test_shipped_list_is_copied_once_and_its_copy_counts(settings):
    settings.FIRST_POSTS_HELD = 0
    assert copy_lists(["strangers"]) == ["strangers"]
    PhraseList.objects.update(lines="")
    assert copy_lists(["strangers"]) == []
    assert PhraseList.objects.get().lines == ""
    assert said("Best online casino with free spins") == Visibility.VISIBLE


def test_unknown_list_is_refused():
    with pytest.raises(CommandError, match="nonsense"):
        call_command("copy_phrase_lists", "nonsense")
