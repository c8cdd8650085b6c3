"""How much waits for moderators, and since when."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min
from django.utils import timezone

from moderation.models import Appeal, Case, Risk


@dataclass(frozen=True)
class Backlog:
    """What waits now. `late` counts what has waited longer than asked for; what waits for its author does not."""

    cases: int
    crisis: int
    appeals: int
    late: int
    oldest_hours: float


def backlog(*, max_age: timedelta) -> Backlog:
    """Seven short queries."""
    now = timezone.now()
    cases = Case.objects.open().filter(waits_for_author_since__isnull=True)
    appeals = Appeal.objects.filter(decided_at__isnull=True)
    late = cases.filter(opened_at__lt=now - max_age).count() + appeals.filter(made_at__lt=now - max_age).count()
    moments = [cases.aggregate(at=Min("opened_at"))["at"], appeals.aggregate(at=Min("made_at"))["at"]]
    oldest = min((at for at in moments if at), default=now)
    return Backlog(
        cases=cases.count(),
        crisis=cases.filter(risk=Risk.CRISIS).count(),
        appeals=appeals.count(),
        late=late,
        oldest_hours=(now - oldest).total_seconds() / 3600,
    )
