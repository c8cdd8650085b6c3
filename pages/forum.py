"""The list of threads, for all conditions or for one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import FETCH_RAISE, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.blocks import avoided_by
from conditions.models import Condition
from forum.models import Following, Thread, ThreadCondition
from forum.querysets import ThreadQuerySet
from moderation.models import Audience
from pages.cursors import Part, part_of
from pages.links import link
from pages.meta import Meta, description, page_title
from pages.neighbours import THREAD_FIELDS, ThreadRow, thread_row
from pages.questions import condition_label
from pages.thread import Viewer
from pages.voices import unnamed_voice

THREADS_ON_A_PAGE, WAITING_SHOWN = 20, 5
ORDERED_BY = {"active": "last_post_at", "new": "posted_at", "unanswered": "posted_at", "following": "last_post_at"}
LIST_FIELDS = (
    *(*THREAD_FIELDS, "posted_at", "audience", "is_general", "is_anonymous", "author_id"),
    "author__display_name",
)
PLACE_FIELDS = ("posted_at", "last_post_at", *(f"thread__{name}" for name in LIST_FIELDS))


@dataclass(frozen=True)
class Tab:
    """One of the ways to look at the list."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ThreadLine:
    """A thread in the list: the row, who asked when, and a condition that it is about where the list has several.

    `has_new` for a thread that the viewer follows and that was written in since they last read it.
    """

    row: ThreadRow
    author: str
    posted_at: datetime
    about: str
    is_general: bool = False
    is_for_members: bool = False
    has_new: bool = False


@dataclass(frozen=True)
class ThreadListPage:
    """Everything that a list of threads shows. `newer` and `older` are addresses, empty where the list ends."""

    meta: Meta
    heading: str
    about: str
    tab: str
    tabs: tuple[Tab, ...]
    waiting: tuple[ThreadLine, ...]
    threads: tuple[ThreadLine, ...]
    newer: str
    older: str
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def thread_list_page(condition: Condition | None, *, filters: QueryDict, viewer: Viewer) -> ThreadListPage:
    """Gathers one part of the list: one query for a visitor, which costs the same however deep the part lies."""
    tab = filters.get("tab", "")
    tab = tab if tab in ORDERED_BY and (tab != "following" or viewer.is_authenticated) else "active"
    part = _part(condition, tab, filters, viewer)
    url = _list_url(condition)
    kept = "?" if tab == "active" else f"?tab={tab}&"
    return ThreadListPage(
        meta=_list_meta(condition, is_plain=tab == "active" and not part.newer, is_empty=not part.rows),
        heading=_list_heading(condition),
        about=condition.in_text if condition else "",
        tab=tab,
        tabs=_tabs(url, tab, is_member=viewer.is_authenticated),
        waiting=_waiting(viewer, filters),
        threads=tuple(_line(row) for row in part.rows),
        newer=f"{kept}after={part.newer}" if part.newer else "",
        older=f"{kept}before={part.older}" if part.older else "",
        crumbs=_list_crumbs(condition),
        urls={
            "this": url,
            "all": link("thread-list"),
            "conditions": link("condition-list"),
            "ask": f"{link('ask')}?condition={condition.slug}" if condition else link("ask"),
            "help": link("forum-help"),
            "seen": link("forum-seen"),
            "rules": link("about", "community-rules"),
        },
    )


def _part(condition: Condition | None, tab: str, filters: QueryDict, viewer: Viewer) -> Part[Any]:
    """The rows of one part: places of a condition's list, or threads of the whole forum."""
    rows = _followed(condition, viewer) if tab == "following" else _rows(condition, viewer)
    if tab == "unanswered":
        rows = rows.unanswered()
    return part_of(
        rows,
        by=ORDERED_BY[tab],
        size=THREADS_ON_A_PAGE,
        before=filters.get("before", ""),
        after=filters.get("after", ""),
    )


def _rows(condition: Condition | None, viewer: Viewer) -> Any:
    """What the viewer may read and does not avoid: about a condition, or about all or any published one."""
    avoided = avoided_by(viewer)
    if condition:
        places = ThreadCondition.objects.filter(condition=condition).listed_to(viewer).select_related("thread__author")
        places = places.exclude(thread__author__in=avoided) if avoided else places
        return places.only(*PLACE_FIELDS).fetch_mode(FETCH_RAISE)
    threads = _with_about(Thread.objects.visible_to(viewer)).filter(Q(is_general=True) | Q(about__isnull=False))
    return threads.exclude(author__in=avoided) if avoided else threads


def _followed(condition: Condition | None, viewer: Viewer) -> Any:
    """The threads that a member follows, with the moment up to which they have read each."""
    followings = Following.objects.filter(member=viewer.pk, thread=OuterRef("pk"))
    threads = _with_about(Thread.objects.visible_to(viewer)).annotate(seen_at=Subquery(followings.values("seen_at")))
    threads = threads.filter(followings__member=viewer.pk)
    return threads.filter(conditions=condition) if condition else threads


def _with_about(threads: ThreadQuerySet) -> ThreadQuerySet:
    """Adds as `about` the name of the thread's first published condition."""
    name = Coalesce(
        NullIf("condition__short_name", Value("")), NullIf("condition__name_in_text", Value("")), "condition__name"
    )
    places = ThreadCondition.objects.filter(thread=OuterRef("pk"), condition__is_published=True)
    about = Subquery(places.order_by("place").annotate(said=name).values("said")[:1])
    return threads.select_related("author").only(*LIST_FIELDS).fetch_mode(FETCH_RAISE).annotate(about=about)


def _waiting(viewer: Viewer, filters: QueryDict) -> tuple[ThreadLine, ...]:
    """The member's own questions that nobody has read yet, at the beginning of the list."""
    if not viewer.is_authenticated or filters.get("before") or filters.get("after"):
        return ()
    threads = Thread.objects.held_of(viewer).select_related("author").only(*LIST_FIELDS).newest_first()
    return tuple(_line(thread) for thread in threads[:WAITING_SHOWN])


def _line(row: Thread | ThreadCondition) -> ThreadLine:
    thread = row.thread if isinstance(row, ThreadCondition) else row
    seen_at = getattr(row, "seen_at", None)
    return ThreadLine(
        row=thread_row(thread),
        author=unnamed_voice().name if thread.is_anonymous else thread.author.display_name,
        posted_at=thread.posted_at,
        about=getattr(row, "about", "") or "",
        is_general=thread.is_general,
        is_for_members=thread.audience == Audience.MEMBERS,
        has_new=bool(seen_at and thread.last_post_at > seen_at),
    )


def _tabs(url: str, current: str, *, is_member: bool) -> tuple[Tab, ...]:
    names = {"active": _("Active"), "new": _("New"), "unanswered": _("Unanswered")}
    names |= {"following": _("Following")} if is_member else {}
    return tuple(
        Tab(name, url if tab == "active" else f"{url}?tab={tab}", tab == current) for tab, name in names.items()
    )


def _list_url(condition: Condition | None) -> str:
    return link("condition-forum", condition.slug) if condition else link("thread-list")


def _list_heading(condition: Condition | None) -> str:
    return _("Forum about %(condition)s") % {"condition": condition.in_text} if condition else _("Forum")


def _list_crumbs(condition: Condition | None) -> tuple[tuple[str, str], ...]:
    if condition is None:
        return ()
    return (
        (link("condition-list"), _("Conditions")),
        (link("condition-detail", condition.slug), condition_label(condition)),
    )


def _list_meta(condition: Condition | None, *, is_plain: bool, is_empty: bool) -> Meta:
    """Search engines keep the beginning of the list; its other orders and parts are the same threads again."""
    about = {"condition": condition.in_text if condition else _("an illness")}
    return Meta(
        title=page_title(_list_heading(condition), settings.SITE_NAME),
        description=description(
            _("Questions about everyday life with %(condition)s, and replies from people who live it.") % about,
            _("Ask what you would not ask in a short visit to the doctor."),
        ),
        canonical=_list_url(condition),
        is_indexable=is_plain and not is_empty,
        feed=link("condition-feed", condition.slug) if condition else link("forum-feed"),
        feed_title=_("New about %(condition)s") % about if condition else _("New in the forum"),
    )
