"""The list of threads, for all conditions or for one, and one thread."""

from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import FETCH_RAISE, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conditions.models import Condition
from forum.models import Post, Thread
from forum.querysets import ThreadQuerySet
from moderation.models import Visibility
from pages.cursors import part_of
from pages.errors import GoneError
from pages.links import link
from pages.loading import MovedError
from pages.meta import Meta, description, page_title
from pages.neighbours import THREAD_FIELDS, ThreadRow, thread_row
from pages.paging import Paging, paging
from pages.prepared import PreparedQuery, assemble
from pages.questions import QuestionRow, condition_label
from pages.related import related_questions
from pages.voices import Voice, voice

THREADS_ON_A_PAGE, POSTS_ON_A_PAGE = 20, 30
QUOTE_LENGTH = 200
ORDERED_BY = {"active": "last_post_at", "new": "posted_at", "unanswered": "posted_at"}
LIST_FIELDS = (*THREAD_FIELDS, "posted_at", "author__display_name")
WHOLE_THREAD_FIELDS = (
    *("id", "visibility", "title", "body_html", "posted_at", "is_answered", "is_closed", "closed_reason", "author_id"),
    *("author__id", "author__display_name", "author__points"),
)
CONDITION_FIELDS = ("id", "slug", "name", "name_in_text", "short_name")
POST_FIELDS = ("id", "author_id", "author__display_name", "author__points", "posted_at", "body_html")
THREAD = PreparedQuery(
    lambda pk: Thread.objects.filter(pk=pk, visibility__in=[Visibility.VISIBLE, Visibility.WITHDRAWN]).values_list(
        *WHOLE_THREAD_FIELDS
    ),
    int,
)
CONDITIONS_OF = PreparedQuery(
    lambda thread: Condition.objects.published().filter(threads=thread).by_name().values_list(*CONDITION_FIELDS), int
)
POST_COUNT = PreparedQuery(
    lambda thread: (
        Post.objects.visible().filter(thread_id=thread).order_by().values("thread_id").values_list(Count("pk"))
    ),
    int,
)
FIRST_POSTS = PreparedQuery(lambda thread: post_rows(thread)[:POSTS_ON_A_PAGE], int)


@dataclass(frozen=True)
class Tab:
    """One of the ways to look at the list."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ThreadLine:
    """A thread in the list: the row, who asked when, and a condition that it is about where the list has several."""

    row: ThreadRow
    author: str
    posted_at: datetime
    about: str


@dataclass(frozen=True)
class ThreadListPage:
    """Everything that a list of threads shows. `newer` and `older` are addresses, empty where the list ends."""

    meta: Meta
    heading: str
    about: str
    tab: str
    tabs: tuple[Tab, ...]
    threads: tuple[ThreadLine, ...]
    newer: str
    older: str
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


@dataclass(frozen=True)
class LoadedThread:
    """A visible thread with the published conditions that it is about."""

    thread: Thread
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class PostCard:
    """What one member wrote in a thread; `is_asker` for the member who opened it."""

    pk: int
    voice: Voice
    posted_at: datetime
    body_html: str
    is_asker: bool

    @property
    def anchor(self) -> str:
        return f"reply-{self.pk}"


@dataclass(frozen=True)
class ThreadPage:
    """Everything that the page of a thread shows. `quote` is the first post in short, for the pages after the first."""

    meta: Meta
    title: str
    conditions: tuple[tuple[str, str], ...]
    is_answered: bool
    is_closed: bool
    closed_reason: str
    first: PostCard
    quote: str
    reply_count: int
    replies: tuple[PostCard, ...]
    paging: Paging
    related: tuple[QuestionRow, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def load_thread(pk: int, slug: str) -> LoadedThread:
    """The thread at an address: two queries.

    Raises Http404, MovedError where the address ends in other words, and GoneError for a withdrawn thread.
    """
    row = THREAD.first(pk)
    conditions = tuple(assemble(Condition, CONDITION_FIELDS, one) for one in CONDITIONS_OF.rows(pk)) if row else ()
    if row is None or not conditions:
        raise Http404
    thread = assemble(Thread, WHOLE_THREAD_FIELDS, row)
    if thread.visibility == Visibility.WITHDRAWN:
        raise GoneError(
            heading=_("This question was taken back"),
            words=_("The person who asked it has withdrawn it, as everyone here may."),
            url=link("condition-forum", conditions[0].slug),
            label=_("Other questions about %(condition)s") % {"condition": conditions[0].in_text},
        )
    if slug != thread.slug:
        raise MovedError(link("thread-detail", str(pk), thread.slug))
    return LoadedThread(thread, conditions)


def thread_page(loaded: LoadedThread, *, page_number: str = "", today: date | None = None) -> ThreadPage:
    """Gathers one page of a thread: three queries."""
    thread, conditions, author = loaded.thread, loaded.conditions, loaded.thread.author
    text = plain(thread.body_html)
    (reply_count,) = POST_COUNT.first(thread.pk) or (0,)
    pages = paging(reply_count, page_number, POSTS_ON_A_PAGE)
    rows = FIRST_POSTS.rows(thread.pk) if pages.number == 1 else post_rows(thread.pk)[pages.start : pages.stop]
    return ThreadPage(
        meta=_thread_meta(thread, text, pages),
        title=thread.title,
        conditions=tuple((link("condition-detail", one.slug), condition_label(one)) for one in conditions),
        is_answered=thread.is_answered,
        is_closed=thread.is_closed,
        closed_reason=thread.closed_reason,
        first=_card(
            (thread.pk, author.pk, author.display_name, author.points, thread.posted_at, thread.body_html), author.pk
        ),
        quote=Truncator(text).chars(QUOTE_LENGTH) if pages.number > 1 else "",
        reply_count=reply_count,
        replies=tuple(_card(row, author.pk) for row in rows),
        paging=pages,
        related=related_questions(conditions, f"{thread.title} {text}", today=today or timezone.localdate()),
        crumbs=(
            (link("thread-list"), _("Forum")),
            (link("condition-forum", conditions[0].slug), _("%(short)s forum") % {"short": conditions[0].short}),
        ),
        urls={
            "this": link("thread-detail", str(thread.pk), thread.slug),
            "forum": link("condition-forum", conditions[0].slug),
            "join": link("about", "taking-part"),
            "rules": link("about", "community-rules"),
            "review": link("about", "how-we-review"),
        },
    )


def thread_list_page(condition: Condition | None, *, filters: QueryDict) -> ThreadListPage:
    """Gathers one part of the list: one query, which costs the same however deep the part lies."""
    tab = filters.get("tab", "") if filters.get("tab", "") in ORDERED_BY else "active"
    threads = _listed(condition)
    part = part_of(
        threads.unanswered() if tab == "unanswered" else threads,
        by=ORDERED_BY[tab],
        size=THREADS_ON_A_PAGE,
        before=filters.get("before", ""),
        after=filters.get("after", ""),
    )
    url = _list_url(condition)
    kept = "?" if tab == "active" else f"?tab={tab}&"
    return ThreadListPage(
        meta=_list_meta(condition, is_plain=tab == "active" and not part.newer, is_empty=not part.rows),
        heading=_list_heading(condition),
        about=condition.in_text if condition else "",
        tab=tab,
        tabs=_tabs(url, tab),
        threads=tuple(
            ThreadLine(thread_row(thread), thread.author.display_name, thread.posted_at, getattr(thread, "about", ""))
            for thread in part.rows
        ),
        newer=f"{kept}after={part.newer}" if part.newer else "",
        older=f"{kept}before={part.older}" if part.older else "",
        crumbs=_list_crumbs(condition),
        urls={
            "this": url,
            "all": link("thread-list"),
            "conditions": link("condition-list"),
            "join": link("about", "taking-part"),
            "rules": link("about", "community-rules"),
        },
    )


def plain(html: str) -> str:
    """The words of a text that a member's Markdown became."""
    return " ".join(unescape(strip_tags(html)).split())


def _listed(condition: Condition | None) -> ThreadQuerySet:
    """The visible threads about a condition, or about any published one; then with that one's name as `about`."""
    threads = Thread.objects.visible().select_related("author").only(*LIST_FIELDS).fetch_mode(FETCH_RAISE)
    if condition:
        return threads.filter(conditions=condition)
    name = Coalesce(NullIf("short_name", Value("")), NullIf("name_in_text", Value("")), "name")
    about = Condition.objects.published().filter(threads=OuterRef("pk")).by_name().annotate(said=name)
    return threads.annotate(about=Subquery(about.values("said")[:1])).filter(about__isnull=False)


def post_rows(thread_id: int) -> QuerySet[Post, tuple[Any, ...]]:
    """The visible replies of a thread, oldest first."""
    return Post.objects.visible().filter(thread_id=thread_id).oldest_first().values_list(*POST_FIELDS)


def _card(row: tuple[Any, ...], asker_id: int) -> PostCard:
    pk, author_id, name, points, posted_at, body_html = row
    return PostCard(
        pk=pk,
        voice=voice(name=name, member_id=author_id, points=points),
        posted_at=posted_at,
        body_html=body_html,
        is_asker=author_id == asker_id,
    )


def _tabs(url: str, current: str) -> tuple[Tab, ...]:
    names = {"active": _("Active"), "new": _("New"), "unanswered": _("Unanswered")}
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


def _thread_meta(thread: Thread, text: str, pages: Paging) -> Meta:
    url = link("thread-detail", str(thread.pk), thread.slug)
    return Meta(
        title=page_title(thread.title, settings.SITE_NAME),
        description=description(
            text,
            _("A question in the forum of %(site)s.") % {"site": settings.SITE_NAME},
            _("With replies from people who live with it."),
        ),
        canonical=url if pages.number == 1 else f"{url}?page={pages.number}",
        kind="article",
        feed=link("forum-feed"),
        feed_title=_("New in the forum"),
    )
