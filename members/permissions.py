from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from members.models import ProfileAudience


def audiences_of(viewer: User | AnonymousUser, member: User) -> frozenset[str]:
    """Which audiences of a member's profile a viewer belongs to. A member belongs to all of their own."""
    if viewer.pk is not None and viewer.pk == member.pk:
        return frozenset(ProfileAudience.values)
    if viewer.is_authenticated and viewer.is_active:
        return frozenset({str(ProfileAudience.MEMBERS), str(ProfileAudience.ANYONE)})
    return frozenset({str(ProfileAudience.ANYONE)})
