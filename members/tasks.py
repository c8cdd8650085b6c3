from django.tasks import task

from members.models import Soulmate
from members.soulmates import MOST, matches_of


@task
def count_matches() -> None:
    """Notes how many matches each member has whose symptoms changed, and each of those whom they match.

    It is told nobody's name or number: they stand in the rows. Harmless when it runs twice, or twice at once.
    """
    found: set[int] = set()
    for soulmate in Soulmate.objects.filter(is_counted=False).select_related("member"):
        found |= _count(soulmate)
    for soulmate in Soulmate.objects.filter(member__in=found, match_count__lt=MOST).select_related("member"):
        _count(soulmate)


def _count(soulmate: Soulmate) -> set[int]:
    """Counts the matches of one; returns the members who they are."""
    matches = matches_of(soulmate.member)
    Soulmate.objects.filter(pk=soulmate.pk).update(match_count=len(matches), is_counted=True)
    return {match.pk for match in matches}
