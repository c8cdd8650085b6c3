"""The moderators' queue: everything that its page shows, in a number of queries that does not grow with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from audit.readings import Reading
from moderation.acts import Act, acts_for
from moderation.fingerprint import fingerprint
from moderation.kinds import Kind, kind_called, kind_of, moderated_kinds
from moderation.models import TAKES_AWAY, Audience, Case, Decision, Flag, Reason, Report, Risk, Visibility
from moderation.querysets import CaseQuerySet
from moderation.readings import reading_of
from moderation.services.throwaway import throwaway_domains, waits_for_address

PER_PAGE: Final = 20
LATE: Final = timedelta(hours=24)
UPSETTING: Final = {Reason.SELF_HARM, Reason.CRUELTY}
"""What is folded away until a moderator wants to read it."""


@dataclass(frozen=True)
class Counts:
    """How much waits, and how urgently."""

    crisis: int
    high: int
    ordinary: int
    late: int
    asked: int
    mine: int

    @property
    def all(self) -> int:
        return self.crisis + self.high + self.ordinary


@dataclass(frozen=True)
class ReportLine:
    """What one person reported. `has_changed` says that the text is another one since."""

    reason: str
    words: str
    by: str
    sent_at: datetime
    has_changed: bool


@dataclass(frozen=True)
class Row:
    """One case, for whoever looks at the queue. `seen` stands for the words, so that nobody publishes what they have
    not read. Who is reading it stands in `reader`, if it is not the viewer. `reading` goes into the log before the row
    is shown."""

    case: Case
    kind_label: str
    title: str
    author_name: str
    body_html: str
    seen: str
    language: str
    state: str
    cover: str
    has_warning: bool
    signals: tuple[str, ...]
    reports: tuple[ReportLine, ...]
    history: str
    reader: str
    is_own: bool
    is_mine: bool
    is_late: bool
    is_folded: bool
    is_for_members: bool
    is_anonymous: bool
    is_spam: bool
    waits_for_address: bool
    reading: Reading | None
    acts: tuple[Act, ...]

    @property
    def anchor(self) -> str:
        return f"case-{self.case.pk}"


def counts(viewer: User) -> Counts:
    """The numbers on top: one query."""
    late, waits = timezone.now() - LATE, Q(waits_for_author_since__isnull=True)
    numbers = Case.objects.open().aggregate(
        crisis=Count("pk", filter=waits & Q(risk=Risk.CRISIS)),
        high=Count("pk", filter=waits & Q(risk=Risk.HIGH)),
        ordinary=Count("pk", filter=waits & Q(risk=Risk.ORDINARY)),
        late=Count("pk", filter=waits & Q(opened_at__lt=late)),
        asked=Count("pk", filter=~waits),
        mine=Count("pk", filter=Q(claimed_by=viewer, claimed_until__gt=timezone.now())),
    )
    return Counts(**numbers)


def languages() -> list[str]:
    """The languages of what waits: one query."""
    found = Case.objects.open().exclude(language="").order_by("language")
    return list(found.values_list("language", flat=True).distinct())


def chosen_cases(viewer: User, chosen: Mapping[str, str]) -> CaseQuerySet:
    """The open cases that the filters ask for, in the order in which they are read."""
    cases = Case.objects.open().crisis_first()
    show = chosen.get("show")
    if show == "mine":
        cases = cases.filter(claimed_by=viewer, claimed_until__gt=timezone.now())
    else:
        cases = cases.filter(waits_for_author_since__isnull=show != "asked")
    if kind := chosen.get("kind"):
        cases = cases.filter(kind=kind)
    if language := chosen.get("language"):
        cases = cases.filter(language=language)
    if reason := chosen.get("reason"):
        cases = cases.filter(Exists(Flag.objects.filter(case=OuterRef("pk"), reason=reason)))
    return cases


def next_free(case: Case, viewer: User) -> int:
    """The number of the case after this one that the viewer may read; 0 where it was the last: one query."""
    is_free = Q(claimed_by=None) | Q(claimed_by=viewer) | Q(claimed_until__lte=timezone.now())
    cases = chosen_cases(viewer, {}).filter(Q(pk=case.pk) | ~Q(author=viewer) & is_free)
    numbers = [*cases.values_list("pk", flat=True), 0]
    return numbers[numbers.index(case.pk) + 1] if case.pk in numbers else 0


def page_at(cases: CaseQuerySet, pk: int) -> str:
    """The number of the page on which a case stands; nothing where it does not: one query."""
    numbers = list(cases.values_list("pk", flat=True))
    return str(numbers.index(pk) // PER_PAGE + 1) if pk in numbers else ""


def page_of(cases: CaseQuerySet, number: str) -> Any:
    """One page of them. A number that is none, or too high, gives the nearest page."""
    shown = cases.select_related("author", "claimed_by").prefetch_related(
        "flags", "reports__reporter", "reports__snapshot"
    )
    return Paginator(shown, PER_PAGE).get_page(number)


def rows_of(cases: Iterable[Case], viewer: User) -> list[Row]:
    """Each case with its text as it stands now: one query for each kind, and some for what their authors did before.

    A text that is gone altogether has no row.
    """
    cases = list(cases)
    items = _items(cases)
    histories = _histories({case.author_id for case in cases})
    found = [(case, items.get((case.kind, case.item_id))) for case in cases]
    domains = throwaway_domains() if cases else frozenset()
    return [_row(case, item, viewer, histories, domains) for case, item in found if item is not None]


def _items(cases: Iterable[Case]) -> dict[tuple[str, int], Any]:
    numbers: dict[str, set[int]] = {}
    for case in cases:
        numbers.setdefault(case.kind, set()).add(case.item_id)
    kinds = {name: kind for name in numbers if (kind := kind_called(name))}
    return {(name, item.pk): item for name, kind in kinds.items() for item in kind.rows().filter(pk__in=numbers[name])}


def _histories(authors: set[int]) -> dict[int, tuple[int, int]]:
    """For each author, how many texts others can read, and how many decisions took something away."""
    published: dict[int, int] = dict.fromkeys(authors, 0)
    for kind in (kind for kind in moderated_kinds() if kind.counts_as_text):
        visible = kind.model_class().objects.filter(author__in=authors, visibility=Visibility.VISIBLE).order_by()
        for author, count in visible.values_list("author").annotate(count=Count("pk")):
            published[author] += count
    taken = Decision.objects.filter(author__in=authors, action__in=TAKES_AWAY, undone_by__isnull=True)
    counted = taken.exclude(action="hand-over").order_by().values_list("author").annotate(count=Count("pk"))
    actions = dict(counted)
    return {author: (published[author], actions.get(author, 0)) for author in authors}


def _row(case: Case, item: Any, viewer: User, histories: Mapping[int, tuple[int, int]], domains: frozenset[str]) -> Row:
    kind = kind_of(item)
    title, html = kind.title_of(item), kind.html_of(item)
    flags = list(case.flags.all())
    is_claimed = case.is_claimed_by_another_than(viewer.pk)
    is_own = case.author_id == viewer.pk
    return Row(
        case=case,
        kind_label=str(kind.label),
        title=title,
        author_name=case.author.display_name,
        body_html=html,
        seen=fingerprint(title, html),
        language=getattr(item, "language", ""),
        state=item.get_visibility_display() if hasattr(item, "visibility") else "",
        cover=item.get_cover_display() if getattr(item, "cover", "") else "",
        has_warning=bool(getattr(item, "warning_url", "")),
        signals=tuple(_signal(flag) for flag in flags),
        reports=tuple(_report_line(report, kind, item) for report in case.reports.all()),
        history=_history_in_words(*histories[case.author_id]),
        reader=case.claimed_by.display_name if is_claimed and case.claimed_by else "",
        is_own=is_own,
        is_mine=case.claimed_by_id == viewer.pk and not is_claimed,
        is_late=case.opened_at < timezone.now() - LATE and case.waits_for_author_since is None,
        is_folded=case.risk == Risk.CRISIS or any(flag.reason in UPSETTING for flag in flags),
        is_for_members=getattr(item, "audience", "") == Audience.MEMBERS,
        is_anonymous=getattr(item, "is_anonymous", False),
        is_spam=any(flag.reason == Reason.SPAM for flag in flags),
        waits_for_address=waits_for_address(case.author, domains),
        reading=reading_of(item, is_reported=bool(case.reports.all())),
        acts=() if is_own or is_claimed else acts_for(case, kind, item),
    )


def _signal(flag: Flag) -> str:
    said = f"{flag.get_source_display()}: {flag.get_reason_display()}"
    return f"{said} ({flag.words})" if flag.words else said


def _report_line(report: Report, kind: Kind, item: Any) -> ReportLine:
    name = report.reporter.display_name if report.reporter else report.name or _("somebody without an account")
    now = fingerprint(kind.title_of(item), kind.body_of(item))
    return ReportLine(
        reason=report.get_reason_display(),
        words=report.words,
        by=name,
        sent_at=report.sent_at,
        has_changed=report.snapshot.digest != now,
    )


def _history_in_words(published: int, taken: int) -> str:
    texts = ngettext("%(n)s text that others can read", "%(n)s texts that others can read", published)
    actions = ngettext("%(n)s decision against them", "%(n)s decisions against them", taken)
    return f"{texts % {'n': published}}, {actions % {'n': taken}}"
