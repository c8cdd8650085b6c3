from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from moderation.models import Visibility
from stories.models import Story


def can_tell_story(user: User | AnonymousUser) -> bool:
    """Members who are signed in."""
    return user.is_authenticated and user.is_active


def can_change_story(user: User | AnonymousUser, story: Story) -> bool:
    """Its author, and nobody else."""
    return can_tell_story(user) and user.pk == story.author_id


def can_vote(user: User | AnonymousUser, story: Story) -> bool:
    """Members, for a visible story that is not their own."""
    return can_tell_story(user) and story.visibility == Visibility.VISIBLE and story.author_id != user.pk
