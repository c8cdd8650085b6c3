"""What needs an editor today: boxes by role, ordered by what touches most readers. At most eight queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from questions.due import DueReview, due_reviews
from questions.models import (
    Citation,
    Concern,
    ConcernKind,
    Contribution,
    DailyReads,
    MissedSearch,
    PageFeedback,
    Part,
    Question,
    SourceCheck,
    Summary,
    SummaryState,
)
from questions.permissions import can_publish_summary, can_review, can_settle_concern, can_write_summary
from questions.services.searches import COMMON

ROWS: Final = 10
MOST: Final = 500
READS_OF: Final = timedelta(days=90)
FORGOTTEN: Final = timedelta(days=14)
_LARGE: Final = ("short_answer", "body", "body_html", "sources_html", "source_lines", "contents")


@dataclass(frozen=True)
class Line:
    """One thing to do: where it is done (“” where this person cannot do it), and why now.

    `heard` is the version whose readers' words can be ticked off.
    """

    label: str
    url: str
    detail: str = ""
    words: tuple[str, ...] = ()
    heard: int = 0


@dataclass(frozen=True)
class Box:
    """Things of one kind, the most pressing first. `count` may be more than the lines that are shown."""

    key: str
    title: str
    lines: tuple[Line, ...]
    count: int
    more: str = ""


def dashboard(user: User, *, today: date | None = None) -> tuple[Box, ...]:
    """The boxes for this person's roles, in the order of their day."""
    desk = _Desk(user, today or timezone.localdate())
    reviews, writes, publishes = can_review(user), can_write_summary(user), can_publish_summary(user)
    boxes: list[Box] = []
    if reviews:
        boxes.append(desk.waiting())
    if writes:
        boxes += [desk.changes_asked(), desk.drafts()]
    if publishes:
        boxes.append(desk.approved())
    if reviews or publishes:
        boxes += [desk.overdue(everyones=publishes), desk.due_soon(everyones=publishes)]
    if can_settle_concern(user):
        boxes += [desk.unhelpful(), desk.differs(), desk.problems()]
    if writes or publishes:
        boxes += [desk.sources(), desk.wanted()]
    return tuple(boxes)


class _Desk:
    """One person's boxes; what two boxes share is asked of the database once."""

    def __init__(self, user: User, today: date) -> None:
        self.user, self.today = user, today

    @cached_property
    def at_work(self) -> list[Any]:
        """Versions on their way to readers, the longest untouched first."""
        own = Contribution.objects.filter(summary=OuterRef("pk"), person=self.user.pk, part=Part.WRITER)
        answered = Summary.objects.filter(based_on=OuterRef("pk"))
        rows = Summary.objects.at_work().annotate(
            is_own=Exists(own), is_answered=Exists(answered), comment_count=Count("comments")
        )
        people = rows.select_related("question__condition", "question__topic", "author", "changed_by")
        return list(people.defer(*_LARGE).order_by("changed_at", "pk")[:MOST])

    @cached_property
    def due(self) -> list[DueReview]:
        """Published pages whose review has run out or soon will, the most read and the longest waiting first."""
        return due_reviews(today=self.today)

    @cached_property
    def concerns(self) -> list[Concern]:
        is_readable = Q(kind=ConcernKind.PROBLEM) | Q(answer__visibility="visible")
        open_ones = Concern.objects.filter(is_readable, outcome="").select_related(
            "question__condition", "question__topic"
        )
        return list(open_ones.order_by("due_on", "pk")[:MOST])

    def waiting(self) -> Box:
        rows = [s for s in self.at_work if s.state == SummaryState.SUBMITTED and not s.is_own]
        lines = [Line(str(s), _step(s, "review"), _by(s)) for s in rows]
        return _box("waiting", _("Waiting for your review"), lines)

    def changes_asked(self) -> Box:
        rows = [s for s in self.at_work if s.state == SummaryState.CHANGES_ASKED and s.is_own and not s.is_answered]
        lines = [Line(str(s), _step(s, "version"), _("Write the next version")) for s in rows]
        return _box("changes", _("Changes asked of you"), lines)

    def drafts(self) -> Box:
        rows = [s for s in self.at_work if s.state == SummaryState.DRAFT]
        rows.sort(key=lambda s: (not s.is_own, s.changed_at))
        before = timezone.now() - FORGOTTEN
        lines = [Line(str(s), reverse("admin:questions_summary_change", args=[s.pk]), _age(s, before)) for s in rows]
        return _box("drafts", _("Drafts, started and forgotten"), lines)

    def approved(self) -> Box:
        rows = [s for s in self.at_work if s.state == SummaryState.APPROVED]
        lines = [Line(str(s), _step(s, "publish"), _by(s)) for s in rows]
        return _box("approved", _("Approved, to be published"), lines)

    def overdue(self, *, everyones: bool) -> Box:
        late = [due for due in self._due_for(everyones) if due.is_overdue]
        return _box("overdue", _("Overdue reviews"), [_due(due) for due in late])

    def due_soon(self, *, everyones: bool) -> Box:
        soon = sorted((due for due in self._due_for(everyones) if not due.is_overdue), key=lambda due: due.due_on)
        return _box("due", _("Due in 30 days"), [_due(due) for due in soon])

    def unhelpful(self) -> Box:
        """Versions that did not help, with what readers missed: those that failed most often come first."""
        unread = PageFeedback.objects.filter(is_helpful=False, read_at__isnull=True)
        rows = unread.select_related("summary__question__condition", "summary__question__topic")
        heard: dict[int, list[PageFeedback]] = defaultdict(list)
        for row in rows.defer(*(f"summary__{name}" for name in _LARGE)).order_by("-sent_at", "-pk")[:MOST]:
            heard[row.summary_id].append(row)
        lines = [_heard(of_one) for of_one in sorted(heard.values(), key=len, reverse=True)]
        return _box("unhelpful", _("Readers say it did not help"), lines)

    def differs(self) -> Box:
        lines = [self._concern(c) for c in self.concerns if c.kind == ConcernKind.DIFFERS]
        return _box("differs", _("“My experience differs”"), lines, reverse("admin:questions_concern_changelist"))

    def problems(self) -> Box:
        lines = [self._concern(c) for c in self.concerns if c.kind == ConcernKind.PROBLEM]
        return _box("problems", _("Problems that readers report"), lines, reverse("admin:questions_concern_changelist"))

    def sources(self) -> Box:
        """Pages that lean on a source which vanished, moved or was retracted."""
        troubled = SourceCheck.objects.in_trouble().values("source")
        rows = Citation.objects.filter(source__in=troubled, summary__published_for__isnull=False).select_related(
            "source__check_result", "summary__question__condition", "summary__question__topic"
        )
        rows = rows.defer(*(f"summary__{name}" for name in _LARGE)).order_by("source__check_result__checked_at", "pk")
        lines = [_troubled(citation) for citation in rows[:MOST]]
        return _box("sources", _("Sources in trouble"), lines)

    def wanted(self) -> Box:
        """Pages that people look at where nothing is written yet, and words they search for without a result."""
        written = Question.objects.filter(
            condition=OuterRef("condition"), topic=OuterRef("topic"), published_summary__isnull=False
        )
        rows = (
            DailyReads.objects.filter(
                ~Exists(written), day__gte=self.today - READS_OF, topic__assembly="", topic__is_retired=False
            )
            .values("condition__slug", "condition__name", "topic__slug")
            .annotate(total=Sum("count"))
            .order_by("-total", "condition__slug", "topic__slug")
        )
        wanted = [(row["total"], _wanted(row)) for row in rows[: MOST // 10]] + self._missed()
        lines = [line for _total, line in sorted(wanted, key=lambda pair: -pair[0])]
        return _box("wanted", _("Wanted: read or searched for, and not written yet"), lines)

    def _missed(self) -> list[tuple[int, Line]]:
        """Words that several searches used and that met nothing, with how many there were."""
        used = MissedSearch.objects.filter(day__gte=self.today - READS_OF).values("words").annotate(total=Sum("count"))
        rows = used.filter(total__gte=COMMON).order_by("-total", "words")[: MOST // 10]
        opens = self.user.has_perm("conditions.view_condition")
        return [(row["total"], _searched(row, opens_catalogue=opens)) for row in rows]

    def _due_for(self, everyones: bool) -> list[DueReview]:
        return [due for due in self.due if everyones or due.reviewer.pk == self.user.pk]

    def _concern(self, concern: Concern) -> Line:
        url = reverse("admin:questions_concern_change", args=[concern.pk])
        sentence = _("Was due on %(day)s") if concern.due_on < self.today else _("Due on %(day)s")
        words = (concern.words[:200],) if concern.words else ()
        return Line(str(concern.question), url, sentence % {"day": _day(concern.due_on)}, words)


def _box(key: str, title: str, lines: Sequence[Line], more: str = "") -> Box:
    return Box(key, title, tuple(lines[:ROWS]), len(lines), more)


def _step(summary: Summary, name: str) -> str:
    return reverse(f"admin:summary-{name}", args=[summary.pk])


def _by(summary: Any) -> str:
    words = _("by %(name)s, since %(day)s") % {"name": summary.author, "day": _day(summary.changed_at)}
    return words + _comments(summary)


def _comments(summary: Any) -> str:
    """How much editors have said about it."""
    count = summary.comment_count
    return f" · {ngettext('%(n)d comment', '%(n)d comments', count) % {'n': count}}" if count else ""


def _age(summary: Any, before: datetime) -> str:
    sentence = _("forgotten since %(day)s, %(name)s") if summary.changed_at < before else _("%(day)s, %(name)s")
    return sentence % {"day": _day(summary.changed_at), "name": summary.changed_by or summary.author} + _comments(
        summary
    )


def _due(due: DueReview) -> Line:
    detail = _("%(day)s, %(name)s") % {"day": _day(due.due_on), "name": due.reviewer}
    reads = ngettext("%(n)d read in 30 days", "%(n)d reads in 30 days", due.reads) % {"n": due.reads}
    url = reverse("admin:summary-review", args=[due.summary_id])
    return Line(due.title, url, f"{detail} · {reads}" if due.reads else detail)


def _heard(rows: Sequence[PageFeedback]) -> Line:
    summary = rows[0].summary
    count = len(rows)
    detail = ngettext("%(n)d reader said no", "%(n)d readers said no", count) % {"n": count}
    words = tuple(_first(row.words for row in rows if row.words))
    return Line(str(summary), _step(summary, "version"), detail, words, heard=summary.pk)


def _first(words: Iterable[str], most: int = 3) -> list[str]:
    return [word[:200] for word, _place in zip(words, range(most), strict=False)]


def _troubled(citation: Citation) -> Line:
    look = citation.source.check_result
    detail = _("[%(number)d] %(title)s: %(result)s") % {
        "number": citation.number,
        "title": citation.source.title,
        "result": look.get_result_display(),
    }
    return Line(str(citation.summary), reverse("admin:questions_source_change", args=[citation.source_id]), detail)


def _wanted(row: Mapping[str, Any]) -> Line:
    query = urlencode({"condition": row["condition__slug"], "topic": row["topic__slug"]})
    detail = ngettext("%(n)d read in 90 days", "%(n)d reads in 90 days", row["total"]) % {"n": row["total"]}
    url = f"{reverse('admin:questions_summary_add')}?{query}"
    return Line(f"{row['condition__name']}: {row['topic__slug']}", url, detail)


def _searched(row: Mapping[str, Any], *, opens_catalogue: bool) -> Line:
    """Leads to the conditions with these words, where another name can be added."""
    detail = ngettext(
        "%(n)d search in 90 days without a result", "%(n)d searches in 90 days without a result", row["total"]
    )
    url = (
        f"{reverse('admin:conditions_condition_changelist')}?{urlencode({'q': row['words']})}"
        if opens_catalogue
        else ""
    )
    return Line(_("“%(words)s”") % {"words": row["words"]}, url, detail % {"n": row["total"]})


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
