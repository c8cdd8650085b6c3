"""What is new, for feed readers: Atom with absolute addresses, at most 20 entries, and only what anyone may read.

A feed is kept by its readers for years: it never says “Medically reviewed”, and it does not tease a sensitive topic
with its answer or a story with content notes with its own sentences.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conditions.models import Condition
from forum.models import Post, Thread
from pages.freshness import answer_or_unchanged
from pages.links import link
from pages.loading import load_condition
from pages.questions import condition_label
from pages.structured_data import plain_text
from pages.thread import author_voice
from pages.views import page
from pages.voices import unnamed_voice
from pages.wording import outside_words
from questions.models import Summary, SummaryState
from questions.patterns import fill
from stories.models import ContentNote, Story

ENTRIES = 20
TEXT_LENGTH = 400
SECONDS_KEPT = 600
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """Something new: `path` is its address on this site."""

    title: str
    path: str
    text: str
    author: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Feed:
    """A feed: `path` is the page that it follows, `own_path` its own address."""

    title: str
    subtitle: str
    path: str
    own_path: str
    entries: tuple[Entry, ...]


class _AtomFeed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """When the newest entry changed. An empty feed has one date for ever, so that it counts as unchanged."""
        return max((item["updateddate"] for item in self.items), default=_LONG_AGO)


@page
def site_feed(request: HttpRequest) -> HttpResponse:
    """New summaries, stories and threads of the whole site."""
    feed = Feed(
        title=settings.SITE_NAME,
        subtitle=_("New answers by our editors, new stories and new questions."),
        path=link("home"),
        own_path=link("site-feed"),
        entries=_newest([*_summaries(None), *_stories(None), *_threads(None)]),
    )
    return _atom(request, feed)


@page
def condition_feed(request: HttpRequest, condition: str) -> HttpResponse:
    """New summaries, stories and threads about one condition."""
    about = load_condition(condition, "condition-feed")
    feed = Feed(
        title=f"{condition_label(about)} – {settings.SITE_NAME}",
        subtitle=_("New about %(condition)s.") % {"condition": about.in_text},
        path=link("condition-detail", about.slug),
        own_path=link("condition-feed", about.slug),
        entries=_newest([*_summaries(about), *_stories(about), *_threads(about)]),
    )
    return _atom(request, feed)


@page
def story_feed(request: HttpRequest) -> HttpResponse:
    """New stories."""
    feed = Feed(
        title=_("Stories – %(site)s") % {"site": settings.SITE_NAME},
        subtitle=_("Personal experience. Not checked by a doctor."),
        path=link("story-list"),
        own_path=link("story-feed"),
        entries=_newest(_stories(None)),
    )
    return _atom(request, feed)


@page
def forum_feed(request: HttpRequest) -> HttpResponse:
    """New threads."""
    feed = Feed(
        title=_("Forum – %(site)s") % {"site": settings.SITE_NAME},
        subtitle=_("Personal experience. Not checked by a doctor."),
        path=link("thread-list"),
        own_path=link("forum-feed"),
        entries=_newest(_threads(None)),
    )
    return _atom(request, feed)


@page
def thread_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """New replies to one question, as far as anyone may read it: two queries."""
    thread = get_object_or_404(Thread.objects.visible().with_a_home(), pk=pk)
    posts = Post.objects.visible().filter(thread=thread).select_related("author").defer("body").fetch_mode(FETCH_RAISE)
    feed = Feed(
        title=f"{thread.shown_title} – {settings.SITE_NAME}",
        subtitle=_("Personal experience. Not checked by a doctor."),
        path=link("thread-detail", str(pk), thread.slug),
        own_path=link("thread-feed", str(pk)),
        entries=tuple(_post_entry(post, thread) for post in posts.order_by("-posted_at", "-pk")[:ENTRIES]),
    )
    return _atom(request, feed)


def _post_entry(post: Post, thread: Thread) -> Entry:
    return Entry(
        title=_("Reply to: %(title)s") % {"title": thread.shown_title},
        path=link("post-detail", str(post.pk)),
        text=outside_words(post.cover, post.warning_url) or plain_text(post.body_html, TEXT_LENGTH),
        author=author_voice(post).name,
        published_at=post.posted_at,
        updated_at=post.edited_at or post.posted_at,
    )


def _newest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.published_at, reverse=True)[:ENTRIES])


def _summaries(condition: Condition | None) -> list[Entry]:
    """The newest published summaries: one query."""
    summaries = (
        Summary.objects.filter(state=SummaryState.PUBLISHED, published_for__isnull=False)
        .filter(question__condition__is_published=True, question__topic__is_retired=False)
        .select_related("question__condition", "question__topic", "author")
        .defer("body", "body_html", "sources_html", "source_lines", "contents")
        .fetch_mode(FETCH_RAISE)
        .order_by("-published_at", "-pk")
    )
    if condition:
        summaries = summaries.filter(question__condition=condition)
    return [_summary_entry(summary) for summary in summaries[:ENTRIES]]


def _summary_entry(summary: Summary) -> Entry:
    condition, topic = summary.question.condition, summary.question.topic
    published_at = summary.published_at or summary.written_at
    return Entry(
        title=fill(topic.title_pattern, condition),
        path=link("question-detail", condition.slug, topic.slug),
        text=fill(topic.description_pattern, condition) if topic.is_sensitive else summary.short_answer,
        author=summary.author.display_name,
        published_at=published_at,
        updated_at=published_at,
    )


def _stories(condition: Condition | None) -> list[Entry]:
    """The newest visible stories: one query."""
    stories = (
        Story.objects.visible()
        .filter(condition__is_published=True)
        .select_related("condition", "author")
        .defer("body", "body_html")
        .fetch_mode(FETCH_RAISE)
        .newest_first()
    )
    if condition:
        stories = stories.filter(condition=condition)
    return [_story_entry(story) for story in stories[:ENTRIES]]


def _story_entry(story: Story) -> Entry:
    about = _("A personal story about life with %(condition)s.") % {"condition": story.condition.in_text}
    notes = "; ".join(str(ContentNote(note).label) for note in story.content_notes)
    return Entry(
        title=story.shown_title,
        path=link("story-detail", str(story.pk), story.slug),
        text=f"{about} ({notes})" if notes else outside_words(story.cover, story.warning_url) or story.teaser,
        author=unnamed_voice().name if story.is_anonymous else story.author.display_name,
        published_at=story.posted_at,
        updated_at=story.posted_at,
    )


def _threads(condition: Condition | None) -> list[Entry]:
    """The newest visible threads: one query."""
    threads = Thread.objects.visible().select_related("author").defer("body").fetch_mode(FETCH_RAISE).newest_first()
    threads = threads.filter(conditions=condition) if condition else threads.with_a_home()
    return [
        Entry(
            title=thread.shown_title,
            path=link("thread-detail", str(thread.pk), thread.slug),
            text=outside_words(thread.cover, thread.warning_url) or plain_text(thread.body_html, TEXT_LENGTH),
            author=author_voice(thread).name,
            published_at=thread.posted_at,
            updated_at=thread.last_post_at,
        )
        for thread in threads[:ENTRIES]
    ]


def _atom(request: HttpRequest, feed: Feed) -> HttpResponse:
    """The feed as Atom. Anyone may keep it for ten minutes, and learns cheaply when nothing is new."""
    subtitle = feed.subtitle
    if settings.IS_DEMO:
        subtitle += " " + _("Demonstration: the people are invented, and no clinician has checked these texts.")
    atom = _AtomFeed(
        title=_xml(feed.title),
        link=_absolute(feed.path),
        description="",
        subtitle=_xml(subtitle),
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=_absolute(feed.own_path),
        feed_guid=_absolute(feed.own_path),
    )
    for entry in feed.entries:
        atom.add_item(
            title=_xml(entry.title),
            link=_absolute(entry.path),
            unique_id=_absolute(entry.path),
            description=escape(_xml(Truncator(entry.text).chars(TEXT_LENGTH))),
            author_name=_xml(entry.author),
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
        )
    response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    return answer_or_unchanged(request, response, seconds=SECONDS_KEPT)


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _xml(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub("", text)
