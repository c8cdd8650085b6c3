"""Whom a member does not want to meet. It stands on the lowest floor, so that every room may ask."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Block, User

BLOCKED = gettext_lazy("This member does not want to hear from you.")


def avoided_by(viewer: User | AnonymousUser) -> frozenset[int]:
    """The members whose words are folded away for a viewer: one query for a member, none for a visitor."""
    if viewer.pk is None:
        return frozenset()
    return frozenset(Block.objects.filter(member_id=viewer.pk).values_list("other_id", flat=True))


def avoiders_of(author: User) -> frozenset[int]:
    """The members who muted or blocked an author, and hear nothing of what they do: one query."""
    return frozenset(Block.objects.filter(other=author).values_list("member_id", flat=True))


def is_avoided(*, by: User | AnonymousUser, author: User) -> bool:
    """Whether a member muted or blocked an author."""
    return by.pk is not None and Block.objects.filter(member_id=by.pk, other=author).exists()


def has_blocked(member: User, other: User | AnonymousUser) -> bool:
    """Whether a member blocked another one, who then may not reply to them or see their profile."""
    return other.pk is not None and Block.objects.filter(member=member, other_id=other.pk, is_mute=False).exists()


@transaction.atomic
def mute(*, member: User, other: User) -> Block:
    """Folds away what the other writes, for this member only. Raises ValidationError for oneself."""
    return _avoid(member, other, is_mute=True)


@transaction.atomic
def block(*, member: User, other: User) -> Block:
    """Mutes the other, who can no longer reply to the member or see the profile. Raises ValidationError for oneself."""
    return _avoid(member, other, is_mute=False)


def let_be(*, member: User, other: User) -> None:
    """Ends muting or blocking; without either nothing changes."""
    Block.objects.filter(member=member, other=other).delete()


def _avoid(member: User, other: User, *, is_mute: bool) -> Block:
    if other.closed_at:
        raise ValidationError(_("This member has left."))
    made = Block.objects.filter(member=member, other=other).first() or Block(member=member, other=other)
    made.is_mute = is_mute
    made.full_clean()
    made.save()
    return made
