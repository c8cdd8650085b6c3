import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from stories.models import Story
from stories.services import edit_story
from tests.factories import make_story, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("admin:stories_story_changelist")


def make_staff(*codenames):
    member = make_user(is_staff=True)
    member.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return member


@pytest.fixture
def story():
    return make_story(content_notes=["needles"])


def test_moderator_adds_a_content_note_to_chosen_stories(client, story):
    client.force_login(make_staff("view_story", "moderate"))
    response = client.post(LIST, {"action": "add-death", "_selected_action": [story.pk]}, follow=True)
    assert "1 story has the note now." in response.content.decode()
    assert Story.objects.get().content_notes == ["needles", "death"]


def test_staff_who_are_no_moderators_are_offered_no_note(client, story):
    client.force_login(make_staff("view_story"))
    assert "add-death" not in client.get(LIST).content.decode()
    client.post(LIST, {"action": "add-death", "_selected_action": [story.pk]})
    assert Story.objects.get().content_notes == ["needles"]


def test_staff_read_earlier_versions_and_change_nothing(client, story):
    edit_story(by=story.author, story=story, title="T", body="New words.")
    client.force_login(make_staff("view_story", "change_story", "add_story", "delete_story", "view_storyversion"))
    url = reverse("admin:stories_story_change", args=[story.pk])
    assert "It began in spring." in client.get(url).content.decode()
    assert client.post(url, {"title": "Mine"}).status_code == 403
    assert client.get(reverse("admin:stories_story_add")).status_code == 403
    assert client.get(reverse("admin:stories_story_delete", args=[story.pk])).status_code == 403
