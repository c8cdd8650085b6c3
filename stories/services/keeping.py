"""Who may read a story, and under which name; taking it back, bringing it back, and deleting it."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conditions.services import mark_changed
from moderation import services as moderation
from moderation.models import Audience, Visibility
from moderation.permissions import can_moderate
from stories.models import DeletedStory, Story, StoryThanks
from stories.permissions import can_change_story
from stories.services.following import give_points
from stories.services.telling import check_content_notes, own_story


@transaction.atomic
def share_story(
    *, by: User, story: Story, audience: str, is_anonymous: bool, country: str, content_notes: Collection[str]
) -> Story:
    """Changes who may read a story, what it says about its author, and its content notes.

    Raises PermissionDenied and ValidationError.
    """
    story = own_story(by, story)
    check_content_notes(content_notes)
    is_worth_points = story.visibility == Visibility.VISIBLE and story.is_anonymous != is_anonymous
    story.audience, story.is_anonymous = Audience(audience), is_anonymous
    story.country, story.content_notes = country, list(content_notes)
    story.full_clean()
    story.save(update_fields=["audience", "is_anonymous", "country", "content_notes"])
    StoryThanks.objects.filter(story=story).update(audience=story.audience)
    if is_worth_points:
        give_points(story, is_gain=not is_anonymous)
    mark_changed([story.condition_id])
    return story


@transaction.atomic
def anonymise_story(*, by: User, story: Story) -> None:
    """Takes the author's name and country off a story; doing it twice changes nothing. Raises PermissionDenied."""
    story = own_story(by, story)
    share_story(
        by=by,
        story=story,
        audience=story.audience,
        is_anonymous=True,
        country="",
        content_notes=story.content_notes,
    )


@transaction.atomic
def withdraw_story(*, by: User, story: Story) -> None:
    """Takes one's own story back; withdrawing twice changes nothing. Raises PermissionDenied."""
    if not can_change_story(by, story):
        raise PermissionDenied(_("Only its author withdraws a story."))
    moderation.discard_change(target="story", target_id=story.pk)
    moderation.move(item=story, to=Visibility.WITHDRAWN, only_from=[Visibility.VISIBLE, Visibility.HELD])


@transaction.atomic
def return_story(*, by: User, story: Story) -> None:
    """Brings a story back that its author withdrew, never past a moderator's decision. Raises PermissionDenied."""
    if not can_change_story(by, story):
        raise PermissionDenied(_("Only its author brings a story back."))
    moderation.move(item=story, to=moderation.returning_visibility(item=story), only_from=[Visibility.WITHDRAWN])


@transaction.atomic
def withdraw_everything(*, member: User) -> None:
    """Takes all stories of a member back, who may bring them back later."""
    for story in Story.objects.filter(author=member, visibility__in=[Visibility.VISIBLE, Visibility.HELD]):
        withdraw_story(by=member, story=story)


@transaction.atomic
def delete_story(*, by: User, story: Story) -> None:
    """Deletes a story for good, with its later parts, earlier versions and votes. Raises PermissionDenied.

    Of one that anyone could read the number stays, so that links to it get a kind answer.
    """
    story = own_story(by, story)
    if story.audience == Audience.ANYONE:
        DeletedStory.objects.get_or_create(number=story.pk, defaults={"condition_id": story.condition_id})
    withdraw_story(by=by, story=story)
    Story.objects.filter(pk=story.pk).delete()
    mark_changed([story.condition_id])


@transaction.atomic
def add_content_notes(*, by: User, story: Story, notes: Collection[str]) -> None:
    """A moderator adds notes that the author did not think of; none is taken away.

    Raises PermissionDenied and ValidationError.
    """
    if not can_moderate(by):
        raise PermissionDenied(_("Moderators add content notes."))
    check_content_notes(notes)
    story = Story.objects.select_for_update().get(pk=story.pk)
    story.content_notes = [*story.content_notes, *(note for note in notes if note not in story.content_notes)]
    story.save(update_fields=["content_notes"])
    mark_changed([story.condition_id])
