"""What a viewer takes part in, for the blocks that stand on every question and condition: one query for all of them."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from pages.prepared import PreparedQuery

JOINED = PreparedQuery(
    lambda member: User.objects.filter(pk=member).values_list(
        "map_presence__country", "soulmate__listed", "soulmate__match_count"
    ),
    int,
)


@dataclass(frozen=True)
class Joined:
    """`country` is where the viewer is counted on the map, empty for all who are not on it. `is_listed` says whether
    a soulmate has noted enough symptoms to be matched, `match_count` how many matches there were at the last count."""

    is_member: bool = False
    country: str = ""
    is_soulmate: bool = False
    is_listed: bool = False
    match_count: int = 0


def joined_by(viewer: User | AnonymousUser) -> Joined:
    """One query for a member, none for a visitor."""
    row = JOINED.first(viewer.pk) if viewer.pk is not None else None
    if row is None:
        return Joined()
    country, listed, match_count = row
    return Joined(True, country or "", listed is not None, bool(listed), match_count or 0)
