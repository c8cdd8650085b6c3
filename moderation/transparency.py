"""What moderators did in the last twelve months, in numbers that single nobody out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.models import (
    SETTLES,
    TAKES_AWAY,
    Action,
    Appeal,
    Case,
    Decision,
    Flag,
    Ground,
    Outcome,
    Reason,
    Report,
    Source,
)

PERIOD: Final = timedelta(days=365)
SMALLEST: Final = 5
"""A number below this could be about one person, and is not said."""

type Words = str | Promise


@dataclass(frozen=True)
class Line:
    """One thing that was counted. `number` is in words where it is too small to be said."""

    label: Words
    number: str


@dataclass(frozen=True)
class Table:
    """Numbers that belong together. Only what happened has a line."""

    name: Words
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Transparency:
    """All tables, since when, and the median time from the first flag to the decision, in words."""

    since: datetime
    tables: tuple[Table, ...]
    waits: str


def transparency() -> Transparency:
    """Counts it all: nine queries."""
    since = timezone.now() - PERIOD
    decisions = Decision.objects.filter(made_at__gte=since)
    appeals = Appeal.objects.filter(made_at__gte=since)
    tables = (
        _table(_("What brought texts to moderators"), Source, _count(_flags(since), "source")),
        _table(_("What readers reported"), Reason, _count(Report.objects.filter(sent_at__gte=since), "reason")),
        _table(_("What people decided"), Action, _count(decisions.filter(is_automated=False), "action")),
        _table(_("What a program did, until a person decided"), Action, _automated(decisions)),
        _table(_("What decisions against a text rested on"), Ground, _count(_against(decisions), "ground")),
        _table(_("Appeals that were made"), None, {_("Appeals"): appeals.count()}),
        _table(_("What came of appeals"), Outcome, _count(appeals.exclude(outcome=""), "outcome")),
    )
    return Transparency(since=since, tables=tuple(table for table in tables if table.lines), waits=_waits(since))


def said(number: int) -> str:
    """A number, or that it is too small to be said."""
    return str(number) if number >= SMALLEST else _("fewer than %(n)s") % {"n": SMALLEST}


def _flags(since: datetime) -> QuerySet[Flag]:
    return Flag.objects.filter(raised_at__gte=since)


def _against(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    taken = [action for action in TAKES_AWAY if action not in {Action.HOLD, Action.HAND_OVER}]
    return decisions.filter(action__in=taken)


def _automated(decisions: QuerySet[Decision]) -> dict[str, int]:
    return _count(decisions.filter(is_automated=True), "action")


def _count(rows: QuerySet[Any], column: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(count=Count("pk")))


def _table(name: Words, choices: Any, numbers: Mapping[Any, int]) -> Table:
    labels: Iterable[tuple[Any, Words]] = choices.choices if choices else [(key, key) for key in numbers]
    return Table(name, tuple(Line(label, said(numbers[key])) for key, label in labels if numbers.get(key)))


def _waits(since: datetime) -> str:
    """How long half of the texts waited at most; nothing where too few were decided."""
    settled = Case.objects.filter(settled_at__gte=since, decisions__action__in=SETTLES)
    moments = settled.values_list("opened_at", "settled_at")
    waited = [(end - start).total_seconds() for start, end in moments if end]
    if len(waited) < SMALLEST:
        return ""
    hours = round(median(waited) / 3600)
    return str(_("less than an hour") if hours < 1 else _HOURS % {"hours": hours})


_HOURS = gettext_lazy("%(hours)s h")
