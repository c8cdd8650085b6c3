"""What members allowed us to do, and which names they may take."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.consent_texts import CONSENT_TEXTS, text_of
from accounts.models import Consent, User
from accounts.names import name_key


def has_consent(member: User | AnonymousUser, kind: str) -> bool:
    """Whether a member agreed to today's text and did not take it back: one query, none for a visitor."""
    if member.pk is None:
        return False
    return Consent.objects.given().filter(member_id=member.pk, kind=kind, version=text_of(kind).version).exists()


def consents_of(member: User | AnonymousUser) -> frozenset[str]:
    """Every kind that a member agrees to today: one query, none for a visitor."""
    if member.pk is None:
        return frozenset()
    given = Consent.objects.given().filter(member_id=member.pk).values_list("kind", "version")
    return frozenset(kind for kind, version in given if kind in CONSENT_TEXTS and version == text_of(kind).version)


def is_name_free(name: str, *, member: User | None = None) -> bool:
    """Whether nobody else has a name that looks like this one. Names of staff count even where they have no key."""
    key = name_key(name)
    others = User.objects.exclude(pk=member.pk) if member and member.pk else User.objects.all()
    if others.filter(name_key=key).exists():
        return False
    staff = others.filter(Q(is_staff=True) | ~Q(credential="")).values_list("display_name", flat=True)
    return key not in {name_key(staff_name) for staff_name in staff}


def is_only_owner(member: User) -> bool:
    """Whether nobody could give powers any more if this member left."""
    owners = User.objects.filter(is_superuser=True, is_active=True)
    return member.is_superuser and not owners.exclude(pk=member.pk).exists()


def can_invite(user: User | AnonymousUser) -> bool:
    """Owners, and whom they let."""
    return user.has_perm("accounts.add_invitation")
