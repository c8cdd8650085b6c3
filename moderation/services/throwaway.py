"""Accounts with a throwaway mail address: they work like others, but a moderator reads each text first, until one says
that this need not be."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from moderation.models import PhraseList, Topic
from moderation.permissions import can_decide, can_moderate
from moderation.throwaway import is_throwaway
from moderation.word_lists import shipped


def throwaway_domains() -> frozenset[str]:
    """The shipped list with the owner's own over it, and the owner's further ones: one query."""
    lists = {one.name: one.lines for one in shipped() if one.topic == Topic.MAIL}
    own = PhraseList.objects.filter(topic=Topic.MAIL).values_list("name", "lines")
    lists |= {name: tuple(lines.lower().split()) for name, lines in own}
    return frozenset(domain for lines in lists.values() for domain in lines)


def waits_for_address(member: User, domains: frozenset[str] | None = None) -> bool:
    """Whether all of a member's texts wait. Without `domains` they are looked up: one query."""
    if member.is_address_trusted or not member.email:
        return False
    known = throwaway_domains() if domains is None else domains
    return is_throwaway(member.email, known) and not can_moderate(member)


@transaction.atomic
def trust_address(*, by: User, member: User) -> bool:
    """Lets a member's texts appear like those of others, whatever their address; False where they did already.

    What waits goes on waiting for its decision. Raises PermissionDenied.
    """
    if not can_decide(by, member.pk):
        raise PermissionDenied(_("This page is for moderators."))
    rows = User.objects.filter(pk=member.pk, is_address_trusted=False, closed_at=None)
    if not rows.update(is_address_trusted=True):
        return False
    record(by=by.pk, action="member.trust-address", about=f"user:{member.pk}", whose=member.pk)
    return True
