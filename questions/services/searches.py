"""Words that people searched for and found nothing: added up by day, bounded, forgotten soon."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils import timezone

from questions.models import MissedSearch

KEEP_SEARCHES: Final = timedelta(days=90)
KEEP_RARE: Final = timedelta(days=14)
COMMON: Final = 3
"""Words that were searched for less often are shown to nobody: they may be a slip, or a name."""
MOST_OF_A_DAY: Final = 1000


@transaction.atomic
def add_searches(*, day: date, counts: Mapping[str, int]) -> None:
    """Adds what a process counted. A day holds at most 1,000 different words: further new ones are left out."""
    present = set(MissedSearch.objects.filter(day=day, words__in=counts).values_list("words", flat=True))
    room = max(MOST_OF_A_DAY - MissedSearch.objects.filter(day=day).count(), 0)
    new = sorted(set(counts) - present, key=lambda words: (-counts[words], words))[:room]
    MissedSearch.objects.bulk_create([MissedSearch(words=words, day=day) for words in new], ignore_conflicts=True)
    for words in sorted(present.union(new)):
        MissedSearch.objects.filter(day=day, words=words).update(count=F("count") + counts[words])


@transaction.atomic
def forget_searches() -> int:
    """Drops what is older than 90 days, and words that fewer than three searches used, two weeks after the last."""
    today = timezone.localdate()
    dropped, _kinds = MissedSearch.objects.filter(day__lt=today - KEEP_SEARCHES).delete()
    used = MissedSearch.objects.values("words").annotate(total=Sum("count"), last=Max("day"))
    rare = used.filter(total__lt=COMMON, last__lt=today - KEEP_RARE).values_list("words", flat=True)
    dropped_rare, _kinds = MissedSearch.objects.filter(words__in=list(rare)).delete()
    return dropped + dropped_rare
