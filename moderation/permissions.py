from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from moderation.models import Decision


def can_moderate(user: User | AnonymousUser) -> bool:
    """Moderators."""
    return user.is_authenticated and user.has_perm("moderation.moderate")


def can_decide(user: User | AnonymousUser, author_id: int) -> bool:
    """Moderators, about what others wrote."""
    return can_moderate(user) and user.pk != author_id


def can_read_decision(user: User | AnonymousUser, decision: Decision) -> bool:
    """The author of the text, and moderators."""
    return user.pk == decision.author_id or can_moderate(user)
