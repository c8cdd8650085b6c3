"""A member's right to be gone from the whole site: on the day that they named, by the owner's hand, and once more after
a backup was restored.

It owns nothing. Each room takes away what it holds of a member; here they are put together.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

import accounts.rights
import forum.rights
import members.rights
import moderation.rights
import notifications.rights
import questions.rights
import stories.rights
import writing.rights
from accounts.models import Closing, User, WhatRemains
from accounts.rights import IsRemoved
from conditions.services import mark_all_changed
from pages.erasures import Erasure, drop_old, mark_of, write_down
from pages.operators import log_request


def carry_out_closings() -> int:
    """Closes the accounts whose day has come; returns how many. Meant for once a day, and safe at any time."""
    drop_old()
    due = list(Closing.objects.filter(due_on__lte=timezone.localdate()).values_list("member_id", flat=True))
    return sum(close_account(member_id) for member_id in due)


@transaction.atomic
def close_account(member_id: int) -> bool:
    """Carries one closing out, whole or not at all. False where the member has come back in the meantime."""
    closing = Closing.objects.select_for_update().filter(member=member_id, due_on__lte=timezone.localdate()).first()
    if closing is None:
        return False
    member = User.objects.select_for_update().get(pk=member_id)
    erase_member(member=member, texts=closing.texts, removed=[(kind, pk) for kind, pk in closing.removed])
    return True


@transaction.atomic
def erase_member(*, member: User, texts: str, removed: Iterable[tuple[str, int]] = ()) -> None:
    """Takes away at once all that the site holds of a member, but for the texts that stay without a name.

    The name may stand on any page, so every reader's copy is made anew. What was done is written down, for the day on
    which a backup brings the member back.
    """
    erasure = Erasure(mark=mark_of(member), texts=texts, removed=tuple(removed), at=timezone.now())
    member.is_active = True  # in this transaction only: who was suspended has the same right to leave
    is_removed = _chosen(erasure)
    questions.rights.erase(member=member, is_removed=is_removed)
    stories.rights.erase(member=member, is_removed=is_removed)
    forum.rights.erase(member=member, is_removed=is_removed)
    moderation.rights.erase(member=member)
    members.rights.erase(member=member, is_removed=is_removed)
    writing.rights.erase(member=member)
    notifications.rights.erase(member=member)
    accounts.rights.erase(member=member)
    mark_all_changed()
    transaction.on_commit(lambda: write_down(erasure))


def erase_again(erasures: Iterable[Erasure], *, ticket: str = "") -> int:
    """Erases those whom a restored backup brought back; returns how many. Safe to repeat."""
    known = {erasure.mark: erasure for erasure in erasures}
    count = 0
    for member in User.objects.filter(closed_at=None).iterator():
        if erasure := known.get(mark_of(member)):
            with transaction.atomic():
                log_request(did="Second erasure", action="account.erase-again", member=member, ticket=ticket)
                erase_member(member=member, texts=erasure.texts, removed=erasure.removed)
            count += 1
    return count


def _chosen(erasure: Erasure) -> IsRemoved:
    chosen = set(erasure.removed)
    if erasure.texts == WhatRemains.CHOOSE:
        return lambda kind, pk: (kind, pk) in chosen
    return lambda _kind, _pk: erasure.texts == WhatRemains.REMOVE
