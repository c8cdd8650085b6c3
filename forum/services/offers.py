"""That nobody who asks is left alone: who is asked to help, and what whoever asked is told."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.models import Offer, Thread, Volunteer
from forum.permissions import can_ask
from forum.services.telling import tell_of_offer, tell_of_silence


@transaction.atomic
def choose_to_help(*, member: User, wants: bool) -> None:
    """Says whether threads without a reply may be offered to the member. Raises PermissionDenied."""
    if not can_ask(member):
        raise PermissionDenied(_("Sign in to help."))
    if wants:
        Volunteer.objects.get_or_create(member=member)
    else:
        Volunteer.objects.filter(member=member).delete()


@transaction.atomic
def offer_thread(*, thread: Thread, members: Iterable[User]) -> int:
    """Offers a thread to members who would help, each at most once for ever. How many are new."""
    keys = {member.pk for member in members}
    asked = set(Offer.objects.filter(thread=thread, member__in=keys).values_list("member_id", flat=True))
    Offer.objects.bulk_create(
        [Offer(thread=thread, member_id=pk) for pk in sorted(keys - asked)], ignore_conflicts=True
    )
    tell_of_offer(thread, User.objects.filter(pk__in=keys - asked))
    return len(keys - asked)


@transaction.atomic
def tell_asker(*, thread: Thread, url: str) -> bool:
    """Tells whoever asked, once, that nobody has replied; `url` leads to what there is. False when they were told."""
    is_new = Thread.objects.filter(pk=thread.pk, told_at=None).update(told_at=timezone.now())
    if is_new:
        tell_of_silence(thread, url)
    return bool(is_new)
