from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from accounts.consent_texts import text_of
from accounts.models import Block, Consent, ConsentKind, User
from members.models import Connection, MemberCondition, Message, OpenDoor, Profile, ProfileAudience, Standing
from moderation.models import Case, Visibility
from moderation.permissions import can_moderate
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


def can_see_picture(viewer: User | AnonymousUser, profile: Profile) -> bool:
    """Its member; those for whom it is meant, unless a moderator looks at it first or took it away; and moderators as
    long as they have to decide about it."""
    is_shown = profile.visibility == Visibility.VISIBLE or viewer.pk == profile.member_id
    if is_shown and profile.picture_audience in audiences_of(viewer, profile.member):
        return True
    return can_moderate(viewer) and Case.objects.open().about("picture", profile.pk).exists()


SHOWN = (ProfileAudience.MEMBERS, ProfileAudience.ANYONE)


def reachable(members: Collection[int], *, by: User | AnonymousUser) -> frozenset[int]:
    """Those of some members, by their keys, to whom `by` may wave: one query, none for a visitor.

    They agreed to it and are here, and neither side blocked the other. Why somebody is not among them stays unsaid.
    """
    if not isinstance(by, User) or by.is_suspended:
        return frozenset()
    version = text_of(ConsentKind.MESSAGES).version
    agreed = Consent.objects.given().filter(
        kind=ConsentKind.MESSAGES, version=version, member__in=members, member__is_active=True
    )
    here, me = OuterRef("member"), by.pk
    blocks = Block.objects.filter(Q(member=me, other=here) | Q(member=here, other=me), is_mute=False)
    return frozenset(agreed.exclude(member=me).exclude(Exists(blocks)).values_list("member_id", flat=True))


def has_door_open(member: User, *, to: User) -> bool:
    """Whether a member chose that those with one of the same conditions may write without a wave, and `to` is such
    a one. Only conditions that each shows to members count, so that nobody learns of one that is hidden."""
    if not OpenDoor.objects.filter(member=member).exists():
        return False
    shown = MemberCondition.objects.filter(member=member, audience__in=SHOWN)
    return shown.filter(
        condition__member_conditions__member=to, condition__member_conditions__audience__in=SHOWN
    ).exists()


def can_write_first(user: User, member: User) -> bool:
    """Members to one who opened their door to them, as long as there was nothing between the two."""
    if member.pk not in reachable([member.pk], by=user) or not has_door_open(member, to=user):
        return False
    return not Connection.objects.between(user.pk, member.pk).exists()


def can_answer_wave(user: User, connection: Connection) -> bool:
    """Whoever was waved at, also after declining."""
    return connection.receiver_id == user.pk and connection.state in {Standing.WAVED, Standing.DECLINED}


def can_end(user: User, connection: Connection) -> bool:
    """Either of two who agreed; and whoever waved, which takes the wave back."""
    if connection.state == Standing.ACCEPTED:
        return connection.is_of(user)
    return connection.waver_id == user.pk and connection.state in {Standing.WAVED, Standing.DECLINED}


def can_write(user: User, connection: Connection) -> bool:
    """Either of two who agreed, while both are here and neither blocked the other."""
    if not connection.is_of(user) or connection.state != Standing.ACCEPTED or user.is_suspended:
        return False
    other = connection.other_id(user)
    is_here = User.objects.filter(pk=other, is_active=True).exists()
    between = Block.objects.filter(Q(member=user.pk, other=other) | Q(member=other, other=user.pk), is_mute=False)
    return is_here and not between.exists()


def can_read_message(user: User, message: Message) -> bool:
    """The two people, as long as they did not let it go; the receiver, when it reached them."""
    return Message.objects.readable_by(user).filter(pk=message.pk).exists()
