from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from moderation.models import Appeal, Decision


def can_moderate(user: User | AnonymousUser) -> bool:
    """Moderators."""
    return user.is_authenticated and user.has_perm("moderation.moderate")


def can_decide(user: User | AnonymousUser, author_id: int) -> bool:
    """Moderators, about what others wrote."""
    return can_moderate(user) and user.pk != author_id


def can_read_decision(user: User | AnonymousUser, decision: Decision) -> bool:
    """The author of the text, and moderators."""
    return user.pk == decision.author_id or can_moderate(user)


def is_staff(user: User) -> bool:
    """Whether somebody works for the site."""
    return user.is_staff or user.is_superuser or user.has_perm("moderation.moderate")


def can_suspend(user: User | AnonymousUser, member: User) -> bool:
    """Moderators, other members. Only owners suspend somebody who works for the site."""
    if not isinstance(user, User) or not can_decide(user, member.pk) or member.closed_at:
        return False
    return user.is_superuser or not is_staff(member)


def can_appeal(user: User | AnonymousUser, decision: Decision) -> bool:
    """Whoever it took something away from, also while they are suspended."""
    return user.pk is not None and user.pk == decision.author_id and decision.takes_away


def can_decide_appeal(user: User | AnonymousUser, appeal: Appeal) -> bool:
    """Moderators, but neither the author nor whoever decided first."""
    return can_decide(user, appeal.author_id) and user.pk != appeal.first_by_id


def can_read_appeal(user: User | AnonymousUser, appeal: Appeal) -> bool:
    """Its author, and moderators."""
    return user.pk == appeal.author_id or can_moderate(user)
