"""One kind of content whose rows are moderated, and people who write and decide."""

from django.contrib.auth.models import Permission

from accounts.models import User
from moderation.kinds import Kind
from moderation.models import Visibility
from stories.models import Story
from tests.factories import make_story, make_user

followed: list[tuple[str, str]] = []
"""Every change that the content's room was told of: what it was, what it is."""


def follow(item: Story, was: str) -> None:
    followed.append((was, item.visibility))


def title_of(item: Story) -> str:
    return item.title


KIND = Kind(
    name="story",
    label="Story",
    model="stories.Story",
    title="tests.moderation.cast.title_of",
    follow="tests.moderation.cast.follow",
    redact="stories.services.moderated.redact_story",
    limit="stories.services.moderated.limit_story",
    mark="stories.services.moderated.mark_story",
)


def make_moderator() -> User:
    moderator = make_user()
    moderator.user_permissions.add(Permission.objects.get(codename="moderate"))
    return User.objects.get(pk=moderator.pk)


def make_held(visibility: str = Visibility.HELD, **fields) -> Story:
    """A story that waits for a moderator, unless another visibility is given."""
    story = make_story(**fields)
    Story.objects.filter(pk=story.pk).update(visibility=visibility)
    return Story.objects.get(pk=story.pk)


def visibility_of(story: Story) -> str:
    return Story.objects.get(pk=story.pk).visibility
