"""What moderators took out or looked at, when nobody can need it any more."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import get_random_string

from moderation.models import (
    Action,
    Appeal,
    Case,
    Decision,
    Ground,
    ProposedChange,
    Report,
    Snapshot,
    TextPrint,
    Visibility,
)


def removed_adverts(kind: str, before: datetime) -> QuerySet[Decision, int]:
    """Numbers of the texts of a kind that were taken out as adverts before then, with nothing decided or open since."""
    return _taken_out(kind, before).filter(ground=Ground.SELL).values_list("item_id", flat=True)


def removed_for_good(kind: str, before: datetime) -> QuerySet[Decision, int]:
    """Numbers of what was taken out before then, for whatever reason, with nothing decided or open since and no appeal
    that waits."""
    appealed = Appeal.objects.filter(decision=OuterRef("pk"), decided_at=None)
    return _taken_out(kind, before).filter(~Exists(appealed)).values_list("item_id", flat=True)


def _taken_out(kind: str, before: datetime) -> QuerySet[Decision]:
    same = {"kind": kind, "item_id": OuterRef("item_id")}
    later = Decision.objects.filter(**same, made_at__gt=OuterRef("made_at"))
    is_open = Case.objects.open().filter(**same)
    taken = Decision.objects.filter(kind=kind, action__in=[Action.REJECT, Action.REMOVE], made_at__lt=before)
    return taken.filter(~Exists(later), ~Exists(is_open))


def old_snapshots(before: datetime) -> QuerySet[Snapshot]:
    """Words that were kept for a decision, from before then, and that no open case and no later decision is about."""
    is_open = Case.objects.open().filter(kind=OuterRef("kind"), item_id=OuterRef("item_id"))
    decided = Decision.objects.filter(kind=OuterRef("kind"), item_id=OuterRef("item_id"), made_at__gte=before)
    return Snapshot.objects.filter(~Exists(is_open), ~Exists(decided), taken_at__lt=before).exclude(body="", title="")


def drop_words(snapshots: QuerySet[Snapshot]) -> None:
    """Keeps that there was a text, without what it said."""
    snapshots.update(title="", body="")


def old_addresses(before: datetime) -> QuerySet[Report]:
    """Reports from before then that still hold the trace of a network address."""
    return Report.objects.filter(sent_at__lt=before).exclude(address_hash="")


def drop_addresses(reports: QuerySet[Report]) -> None:
    """Keeps the reports without it. Who left neither account nor address is then nobody who could be known again."""
    for report in reports:
        report.address_hash = ""
        if report.reporter_id is None and not report.email:
            report.person = get_random_string(64)
        report.save(update_fields=["address_hash", "person"])


def old_reports(before: datetime) -> QuerySet[Report]:
    """Reports about settled cases from before then, with what was said and who said it."""
    settled = Report.objects.filter(sent_at__lt=before, case__settled_at__isnull=False)
    return settled.exclude(words="", name="", email="")


def drop_reports(reports: QuerySet[Report]) -> None:
    """Keeps that there was a report, and its reason."""
    reports.update(words="", name="", email="")


def old_prints(before: datetime) -> QuerySet[TextPrint]:
    """Prints of texts that were posted long ago."""
    return TextPrint.objects.filter(made_at__lt=before)


def decided_changes(before: datetime) -> QuerySet[ProposedChange]:
    """New words that do not wait any more: they stand in the text now, or never will."""
    return ProposedChange.objects.exclude(visibility=Visibility.HELD).filter(posted_at__lt=before)
