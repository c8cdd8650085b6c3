from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from members.models import ProfileAudience
from moderation.models import Visibility
from moderation.services import starting_visibility


def audiences_of(viewer: User | AnonymousUser, member: User) -> frozenset[str]:
    """Which audiences of a member's profile a viewer belongs to. A member belongs to all of their own."""
    if viewer.pk is not None and viewer.pk == member.pk:
        return frozenset(ProfileAudience.values)
    if viewer.is_authenticated and viewer.is_active:
        return frozenset({str(ProfileAudience.MEMBERS), str(ProfileAudience.ANYONE)})
    return frozenset({str(ProfileAudience.ANYONE)})


def can_add_picture(member: User) -> bool:
    """Members whose texts are no longer read first: a picture from an account of today is likely an advert."""
    return member.is_active and starting_visibility(author=member) == Visibility.VISIBLE
