from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def can_moderate(user: User | AnonymousUser) -> bool:
    """Moderators."""
    return user.is_authenticated and user.has_perm("moderation.moderate")


def can_decide(user: User | AnonymousUser, author_id: int) -> bool:
    """Moderators, about what others wrote."""
    return can_moderate(user) and user.pk != author_id
