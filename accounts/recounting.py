"""Counting points anew, from everything that gives any."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from accounts.models import User
from accounts.points import Contributions


@transaction.atomic
def put_points(*, contributions: Iterable[Mapping[int, Contributions]]) -> int:
    """Stores the points that all contributions give together; each mapping is by the member's key. The number changed.

    It finds nothing to change where every service gave what it should.
    """
    totals: dict[int, Contributions] = {}
    for room in contributions:
        for member, found in room.items():
            totals[member] = totals.get(member, Contributions()) + found
    changed = 0
    for member, stored in User.objects.values_list("pk", "points"):
        counted = totals.get(member, Contributions()).points
        if counted != stored:
            changed += User.objects.filter(pk=member).update(points=counted)
    return changed
