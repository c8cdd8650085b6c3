"""What moderators took out or looked at, when nobody can need it any more."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from moderation.models import Action, Case, Decision, Ground, Snapshot


def removed_adverts(kind: str, before: datetime) -> QuerySet[Decision, int]:
    """Numbers of the texts of a kind that were taken out as adverts before then, with nothing decided or open since."""
    same = {"kind": kind, "item_id": OuterRef("item_id")}
    later = Decision.objects.filter(**same, made_at__gt=OuterRef("made_at"))
    is_open = Case.objects.open().filter(**same)
    adverts = Decision.objects.filter(
        kind=kind, ground=Ground.SELL, action__in=[Action.REJECT, Action.REMOVE], made_at__lt=before
    )
    return adverts.filter(~Exists(later), ~Exists(is_open)).values_list("item_id", flat=True)


def old_snapshots(before: datetime) -> QuerySet[Snapshot]:
    """Words that were kept for a decision, from before then, and that no open case and no later decision is about."""
    is_open = Case.objects.open().filter(kind=OuterRef("kind"), item_id=OuterRef("item_id"))
    decided = Decision.objects.filter(kind=OuterRef("kind"), item_id=OuterRef("item_id"), made_at__gte=before)
    return Snapshot.objects.filter(~Exists(is_open), ~Exists(decided), taken_at__lt=before).exclude(body="", title="")


def drop_words(snapshots: QuerySet[Snapshot]) -> None:
    """Keeps that there was a text, without what it said."""
    snapshots.update(title="", body="")
