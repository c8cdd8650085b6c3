from django.contrib.auth.models import AnonymousUser

from accounts.blocks import has_blocked
from accounts.models import User
from moderation.models import Visibility
from stories.models import Story, StoryThanks


def can_tell_story(user: User | AnonymousUser) -> bool:
    """Members who are signed in, unless a moderator asked them to pause."""
    return user.is_authenticated and user.is_active and not user.is_suspended


def can_change_story(user: User | AnonymousUser, story: Story) -> bool:
    """Its author, and nobody else."""
    return user.is_authenticated and user.is_active and user.pk == story.author_id


def can_vote(user: User | AnonymousUser, story: Story) -> bool:
    """Members, for a visible story that is not their own."""
    return can_tell_story(user) and story.visibility == Visibility.VISIBLE and story.author_id != user.pk


def can_thank(user: User | AnonymousUser, story: Story) -> bool:
    """Members, for a visible story that is not their own and whose author has not blocked them."""
    return can_vote(user, story) and not has_blocked(member=story.author, other=user)


def can_take_thanks_off(user: User | AnonymousUser, thanks: StoryThanks) -> bool:
    """Who wrote it, and whose story it stands under once it is there to be read."""
    if not can_tell_story(user):
        return False
    return user.pk == thanks.author_id or (
        user.pk == thanks.story.author_id and thanks.visibility == Visibility.VISIBLE
    )
