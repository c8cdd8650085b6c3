from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def can_tell_story(user: User | AnonymousUser) -> bool:
    """Members who are signed in."""
    return user.is_authenticated and user.is_active
