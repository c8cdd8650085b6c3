"""One thread of the forum: the question, the replies, what the viewer may do, and what else there is to read."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, QuerySet, Value
from django.http import Http404
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.blocks import avoided_by
from accounts.models import User
from conditions.models import Condition
from forum.models import Following, Post, PostVote, Thread, ThreadCondition
from forum.permissions import can_reply
from moderation.models import Audience, Visibility
from moderation.permissions import can_moderate
from pages.errors import GoneError
from pages.links import link
from pages.loading import MovedError
from pages.meta import Meta, description, page_title
from pages.paging import Paging, paging
from pages.prepared import PreparedQuery, assemble
from pages.questions import QuestionRow, condition_label
from pages.related import related_questions
from pages.voices import Voice, unnamed_voice, voice
from pages.wording import cover_words, helped_words, outside_words
from writing.fields import new_form_id

type Viewer = User | AnonymousUser

POSTS_ON_A_PAGE = 30
QUOTE_LENGTH = 200
FORMS = ("reply", "keep", "follow", "answered", "edit", "edits", "withdraw", "close")
THREAD_FIELDS = (
    *("id", "visibility", "audience", "title", "body_html", "posted_at", "edited_at", "reply_count", "is_general"),
    *("is_answered", "is_closed", "closed_reason", "closed_to", "is_anonymous", "author_id", "shows_help", "cover"),
    "warning_url",
    *(f"author__{name}" for name in ("id", "display_name", "username", "points", "closed_at")),
)
CONDITION_FIELDS = ("id", "slug", "name", "name_in_text", "short_name")
THREAD = PreparedQuery(lambda pk: Thread.objects.filter(pk=pk).values_list(*THREAD_FIELDS), int)
CONDITIONS_OF = PreparedQuery(
    lambda thread: (
        ThreadCondition.objects.filter(thread_id=thread, condition__is_published=True)
        .order_by("place", "pk")
        .values_list(*(f"condition__{name}" for name in CONDITION_FIELDS))
    ),
    int,
)
POST_COUNT = PreparedQuery(
    lambda thread: (
        Post.objects.shown_to(AnonymousUser())
        .filter(thread_id=thread)
        .order_by()
        .values("thread_id")
        .values_list(Count("pk"))
    ),
    int,
)


@dataclass(frozen=True)
class LoadedThread:
    """A thread that the viewer may read, with the published conditions that it is about, its home first."""

    thread: Thread
    conditions: tuple[Condition, ...]


class PostRow(NamedTuple):
    """A reply as it is read, with its author, and what it quotes with its author."""

    pk: int
    author_id: int
    is_anonymous: bool
    visibility: str
    body_html: str
    posted_at: datetime
    edited_at: datetime | None
    helpful_count: int
    name: str
    username: str
    points: int
    closed_at: datetime | None
    quotes_question: bool
    quoted: int | None
    quoted_author: int | None
    quoted_is_anonymous: bool | None
    quoted_visibility: str | None
    quoted_html: str | None
    quoted_name: str | None
    quoted_cover: str | None
    quoted_warning: str | None
    cover: str
    warning_url: str
    shows_help: bool
    has_voted: bool


ROW_FIELDS = (
    *("pk", "author_id", "is_anonymous", "visibility", "body_html", "posted_at", "edited_at", "helpful_count"),
    *(f"author__{name}" for name in ("display_name", "username", "points", "closed_at")),
    *("quotes_question", "quoted_id", "quoted__author_id", "quoted__is_anonymous", "quoted__visibility"),
    *(
        "quoted__body_html",
        "quoted__author__display_name",
        "quoted__cover",
        "quoted__warning_url",
        "cover",
        "warning_url",
        "shows_help",
        "has_voted",
    ),
)


@dataclass(frozen=True)
class QuoteCard:
    """What a reply quotes, in short. No `text` where it can no longer be read."""

    name: str
    text: str
    url: str


@dataclass(frozen=True)
class PostCard:
    """What one member wrote in a thread, and its own address; `is_asker` for the member who opened it.

    `state` is empty for what everybody here reads, otherwise its visibility; `is_gone` where only its place is left.
    """

    pk: str
    url: str
    voice: Voice
    posted_at: datetime
    body_html: str
    is_asker: bool
    report_url: str = ""
    is_own: bool = False
    is_folded: bool = False
    is_edited: bool = False
    is_gone: bool = False
    state: str = ""
    helped: str = ""
    has_voted: bool = False
    shows_help: bool = False
    cover: str = ""
    covered_title: str = ""
    warning_url: str = ""
    quote: QuoteCard | None = None


@dataclass(frozen=True)
class Standing:
    """What the viewer is to the thread and may do in it. `form_id` marks this showing of the reply form."""

    form_id: str = ""
    is_member: bool = False
    is_asker: bool = False
    is_following: bool = False
    can_reply: bool = True
    can_close: bool = False


@dataclass(frozen=True)
class ThreadPage:
    """Everything that the page of a thread shows. `quote` is the first post in short, for the pages after the first."""

    meta: Meta
    pk: int
    title: str
    conditions: tuple[tuple[str, str], ...]
    is_general: bool
    is_for_members: bool
    state: str
    is_answered: bool
    is_closed: bool
    closed_reason: str
    closed_to: str
    first: PostCard
    quote: str
    reply_count: int
    replies: tuple[PostCard, ...]
    paging: Paging
    standing: Standing
    related: tuple[QuestionRow, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def load_thread(pk: int, slug: str, *, viewer: Viewer) -> LoadedThread:
    """The thread at an address: two queries.

    Raises Http404, also for a visitor to what is for members only, MovedError where the address ends in other words,
    and GoneError for a withdrawn thread.
    """
    row = THREAD.first(pk)
    if row is None:
        raise Http404
    thread = assemble(Thread, THREAD_FIELDS, row)
    conditions = conditions_of(thread)
    if not (conditions or thread.is_general):
        raise Http404
    is_own = thread.author_id == viewer.pk
    if not is_own and thread.visibility not in {Visibility.VISIBLE, Visibility.WITHDRAWN}:
        raise Http404
    if thread.audience == Audience.MEMBERS and not viewer.is_authenticated:
        raise Http404
    if thread.visibility == Visibility.WITHDRAWN:
        raise _gone(thread, conditions, is_own=is_own)
    if slug != thread.slug:
        raise MovedError(link("thread-detail", str(pk), thread.slug))
    return LoadedThread(thread, conditions)


def thread_page(
    loaded: LoadedThread, *, viewer: Viewer, page_number: str = "", today: date | None = None
) -> ThreadPage:
    """Gathers one page of a thread: three queries for a visitor, some more for a member, however long it is."""
    thread, conditions = loaded.thread, loaded.conditions
    text = public_words(thread)
    pages = paging(_count(thread, viewer), page_number, POSTS_ON_A_PAGE)
    return ThreadPage(
        meta=_meta(thread, text, pages),
        pk=thread.pk,
        title=thread.shown_title,
        conditions=tuple((link("condition-detail", one.slug), condition_label(one)) for one in conditions),
        is_general=thread.is_general,
        is_for_members=thread.audience == Audience.MEMBERS,
        state="" if thread.visibility == Visibility.VISIBLE else thread.visibility,
        is_answered=thread.is_answered,
        is_closed=thread.is_closed,
        closed_reason=thread.closed_reason,
        closed_to=thread.closed_to,
        first=_first_card(thread, viewer),
        quote=_short(thread.body_html, thread.cover, thread.warning_url) if pages.number > 1 else "",
        reply_count=thread.reply_count,
        replies=_cards(thread, viewer, pages),
        paging=pages,
        standing=_standing(thread, viewer),
        related=related_questions(conditions, _said(thread, text), today=today or timezone.localdate()),
        crumbs=_crumbs(conditions),
        urls=_urls(thread, conditions),
    )


def place_of_post(pk: int, *, viewer: Viewer) -> str:
    """The address at which a reply stands for the viewer today: three queries. Raises Http404."""
    post = Post.objects.shown_to(viewer).filter(pk=pk).select_related("thread").first()
    if post is None:
        raise Http404
    thread = post.thread
    if thread.visibility != Visibility.VISIBLE and thread.author_id != viewer.pk:
        raise Http404
    if thread.audience == Audience.MEMBERS and not viewer.is_authenticated:
        raise Http404
    above = Post.objects.shown_to(viewer).filter(thread=thread).before(post).count()
    number = above // POSTS_ON_A_PAGE + 1
    query = f"?page={number}" if number > 1 else ""
    return f"{link('thread-detail', str(thread.pk), thread.slug)}{query}#reply-{pk}"


def plain(html: str) -> str:
    """The words of a text that a member's Markdown became."""
    return " ".join(unescape(strip_tags(html)).split())


def public_words(thread: Thread) -> str:
    """The words of a question as they stand outside of its page: none of what a moderator put
    behind a cover or below a warning."""
    return "" if thread.cover or thread.warning_url else plain(thread.body_html)


def _said(thread: Thread, text: str) -> str:
    """What the question asks, for finding what else there is; nothing of what is behind a cover."""
    return "" if thread.cover else f"{thread.title} {text}"


def author_voice(written: Thread | Post) -> Voice:
    """Who wrote something in the forum, as they chose to be shown."""
    if written.is_anonymous:
        return unnamed_voice()
    author: User = written.author
    username = "" if author.closed_at else author.username
    return voice(name=author.display_name, member_id=author.pk, username=username, points=author.points)


def conditions_of(thread: Thread) -> tuple[Condition, ...]:
    """The published conditions that a thread is about, its home first: one query."""
    return tuple(assemble(Condition, CONDITION_FIELDS, row) for row in CONDITIONS_OF.rows(thread.pk))


def _gone(thread: Thread, conditions: tuple[Condition, ...], *, is_own: bool) -> GoneError:
    if is_own:
        heading, words = _("You took this question back"), _("Nobody else can read it.")
        return GoneError(
            heading=heading, words=words, url=link("thread-withdraw", str(thread.pk)), label=_("See what you can do")
        )
    heading = _("This question was taken back")
    words = _("The person who asked it has withdrawn it, as everyone here may.")
    if not conditions:
        return GoneError(heading=heading, words=words, url=link("thread-list"), label=_("Other questions"))
    label = _("Other questions about %(condition)s") % {"condition": conditions[0].in_text}
    return GoneError(heading=heading, words=words, url=link("condition-forum", conditions[0].slug), label=label)


def _first_card(thread: Thread, viewer: Viewer) -> PostCard:
    return PostCard(
        pk=str(thread.pk),
        url=link("thread-detail", str(thread.pk), thread.slug),
        voice=author_voice(thread),
        posted_at=thread.posted_at,
        body_html=thread.body_html,
        is_asker=True,
        report_url=link("report-new", "thread", str(thread.pk)),
        is_own=thread.author_id == viewer.pk,
        is_edited=thread.edited_at is not None,
        shows_help=thread.shows_help,
        cover=cover_words(thread.cover),
        covered_title=thread.title if thread.cover else "",
        warning_url=thread.warning_url,
    )


def post_rows(thread_id: int, viewer: Viewer) -> QuerySet[Post, Any]:
    """The replies of a thread that the viewer finds there, oldest first."""
    votes = PostVote.objects.filter(voter=viewer.pk, post=OuterRef("pk"))
    has_voted = Exists(votes) if viewer.is_authenticated else Value(False)
    posts = Post.objects.shown_to(viewer).filter(thread_id=thread_id).oldest_first()
    return posts.annotate(has_voted=has_voted).values_list(*ROW_FIELDS)


@lru_cache(maxsize=64)
def posts_from(start: int, stop: int) -> PreparedQuery:
    """What a visitor reads of a thread between two places; a database is told them in the text of the query."""
    return PreparedQuery(lambda thread: post_rows(thread, AnonymousUser())[start:stop], int)


def _count(thread: Thread, viewer: Viewer) -> int:
    if viewer.is_authenticated:
        return Post.objects.shown_to(viewer).filter(thread=thread).count()
    (count,) = POST_COUNT.first(thread.pk) or (0,)
    return int(count)


def _cards(thread: Thread, viewer: Viewer, pages: Paging) -> tuple[PostCard, ...]:
    """The replies of one page: one query for a visitor; for a member also whom they avoid."""
    if viewer.is_authenticated:
        rows = iter(post_rows(thread.pk, viewer)[pages.start : pages.stop])
    else:
        rows = posts_from(pages.start, pages.stop).rows(thread.pk)
    avoided = avoided_by(viewer)
    return tuple(_card(PostRow(*row), thread, viewer, avoided=avoided) for row in rows)


def _card(post: PostRow, thread: Thread, viewer: Viewer, *, avoided: frozenset[int]) -> PostCard:
    is_hidden = post.visibility in {Visibility.REMOVED, Visibility.WITHDRAWN}
    is_gone = is_hidden and (post.author_id != viewer.pk or not post.body_html)
    return PostCard(
        pk=str(post.pk),
        url=link("post-detail", str(post.pk)),
        voice=unnamed_voice() if is_gone else _row_voice(post),
        posted_at=post.posted_at,
        body_html="" if is_gone else post.body_html,
        is_asker=post.author_id == thread.author_id and post.is_anonymous == thread.is_anonymous,
        report_url=link("report-new", "post", str(post.pk)),
        is_own=post.author_id == viewer.pk,
        is_folded=post.author_id in avoided,
        is_edited=post.edited_at is not None and not is_gone,
        is_gone=is_gone,
        state="" if post.visibility == Visibility.VISIBLE else Visibility(post.visibility),
        helped=helped_words(post.helpful_count),
        has_voted=post.has_voted,
        shows_help=post.shows_help and not is_gone,
        cover="" if is_gone else cover_words(post.cover),
        warning_url="" if is_gone else post.warning_url,
        quote=None if is_gone else _quote(post, thread, avoided),
    )


def _row_voice(post: PostRow) -> Voice:
    if post.is_anonymous:
        return unnamed_voice()
    username = "" if post.closed_at else post.username
    return voice(name=post.name, member_id=post.author_id, username=username, points=post.points)


def _quote(post: PostRow, thread: Thread, avoided: frozenset[int]) -> QuoteCard | None:
    """What a reply quotes, as it stands today, so that words taken back are taken back here too."""
    if post.quotes_question:
        url = f"{link('thread-detail', str(thread.pk), thread.slug)}#question"
        return QuoteCard(author_voice(thread).name, _short(thread.body_html, thread.cover, thread.warning_url), url)
    if post.quoted is None:
        return None
    url = link("post-detail", str(post.quoted))
    if post.quoted_visibility != Visibility.VISIBLE or post.quoted_author in avoided:
        return QuoteCard("", "", url)
    name = unnamed_voice().name if post.quoted_is_anonymous else str(post.quoted_name)
    return QuoteCard(name, _short(str(post.quoted_html), post.quoted_cover or "", post.quoted_warning or ""), url)


def _short(html: str, cover: str, warning_url: str) -> str:
    return outside_words(cover, warning_url) or Truncator(plain(html)).chars(QUOTE_LENGTH)


def _standing(thread: Thread, viewer: Viewer) -> Standing:
    """What a member may do here: two or three queries; none for a visitor, who signs in after writing."""
    is_open = thread.visibility == Visibility.VISIBLE and not thread.is_closed
    if not isinstance(viewer, User):
        return Standing(can_reply=is_open)
    return Standing(
        form_id=new_form_id(),
        is_member=True,
        is_asker=thread.author_id == viewer.pk,
        is_following=Following.objects.filter(thread=thread, member=viewer).exists(),
        can_reply=is_open and can_reply(viewer, thread),
        can_close=can_moderate(viewer),
    )


def _crumbs(conditions: tuple[Condition, ...]) -> tuple[tuple[str, str], ...]:
    home = tuple(
        (link("condition-forum", one.slug), _("%(short)s forum") % {"short": one.short}) for one in conditions[:1]
    )
    return ((link("thread-list"), _("Forum")), *home)


def _urls(thread: Thread, conditions: tuple[Condition, ...]) -> dict[str, str]:
    pk = str(thread.pk)
    this = link("thread-detail", pk, thread.slug)
    return {
        "this": this,
        "forum": link("condition-forum", conditions[0].slug) if conditions else link("thread-list"),
        "rules": link("about", "community-rules"),
        "review": link("about", "how-we-review"),
        "feed": link("thread-feed", pk),
        "sign_in": f"{link('account_login')}?next={this}",
        **{name: link(f"thread-{name}", pk) for name in FORMS},
    }


def _meta(thread: Thread, text: str, pages: Paging) -> Meta:
    url = link("thread-detail", str(thread.pk), thread.slug)
    is_public = thread.visibility == Visibility.VISIBLE and thread.audience == Audience.ANYONE
    return Meta(
        title=page_title(thread.shown_title, settings.SITE_NAME),
        description=description(
            text,
            _("A question in the forum of %(site)s.") % {"site": settings.SITE_NAME},
            _("With replies from people who live with it."),
        ),
        canonical=url if pages.number == 1 else f"{url}?page={pages.number}",
        kind="article",
        is_indexable=is_public,
        feed=link("thread-feed", str(thread.pk)) if is_public else "",
        feed_title=_("New replies to this question") if is_public else "",
    )
