"""The addresses that search engines may keep: an index, and files of at most 5,000 addresses each.

A file holds the rows whose keys lie in one window of keys, so the last file costs as much as the first.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.http import Http404

from conditions.models import Condition
from forum.models import Thread
from members.models import MapCount, MapScope
from pages.about import about_page
from pages.links import link
from questions.models import Answer, Assembly, Question, Topic
from stories.models import Story

MOST = 5_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

type Address = tuple[str, datetime | None]
"""A path on this site, and when its page last changed."""


@dataclass(frozen=True)
class Section:
    """One kind of page: its rows, the field that says when each last changed, how many keys make a file, and what
    addresses a file's rows give."""

    rows: Callable[[], QuerySet[Any]]
    changed_at: str
    window: int
    addresses: Callable[[QuerySet[Any]], Iterable[Address]]

    def files(self) -> Iterator[tuple[int, datetime]]:
        """The number of each file that holds anything, and when a row of it last changed: one query."""
        windows = self.rows().order_by().annotate(file=(F("pk") - 1) / self.window).values("file")
        for number, changed_at in windows.annotate(at=Max(self.changed_at)).order_by("file").values_list("file", "at"):
            yield number + 1, changed_at

    def file(self, number: int) -> list[Address]:
        """The addresses of one file."""
        first = (number - 1) * self.window + 1
        return list(self.addresses(self.rows().filter(pk__gte=first, pk__lt=first + self.window).order_by("pk")))


def index_xml() -> str:
    """The index of all files."""
    entries = [_entry("sitemap", f"{link('sitemap', 'pages')}", None)]
    for name, section in SECTIONS.items():
        entries += [
            _entry("sitemap", f"{link('sitemap', name)}?p={p}", changed_at) for p, changed_at in section.files()
        ]
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{''.join(entries)}</sitemapindex>\n"


def file_xml(section: str, number: str) -> str:
    """One file. Raises Http404 for what is no file, and for one that would be empty."""
    if not number.isascii() or not number.isdigit() or len(number) > 12 or int(number) < 1:
        raise Http404
    if section == "pages":
        addresses = _plain_pages() if number == "1" else []
    elif section in SECTIONS:
        addresses = SECTIONS[section].file(int(number))
    else:
        raise Http404
    if not addresses:
        raise Http404
    return f"{_HEAD}<urlset {_XMLNS}>\n{''.join(_entry('url', *address) for address in addresses)}</urlset>\n"


def _entry(kind: str, path: str, changed_at: datetime | None) -> str:
    lastmod = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<{kind}><loc>{escape(settings.SITE_URL + path)}</loc>{lastmod}</{kind}>\n"


def _plain_pages() -> list[Address]:
    """The pages that every site has."""
    lists = [link(name) for name in ("home", "condition-list")]
    lists += [link("story-list")] if Story.objects.visible().filter(condition__is_published=True).exists() else []
    lists += [link("map")] if MapCount.objects.filter(scope=MapScope.EVERYONE, total__gt=0).exists() else []
    lists += [link("thread-list")] if _threads().exists() else []
    about = about_page("us")
    return [(path, None) for path in [*lists, about.meta.canonical, *(path for path, _name in about.others)]]


def _condition_addresses(rows: QuerySet[Any]) -> Iterator[Address]:
    """A condition's own page, the list of its questions, and its stories, threads and map where there are any."""
    visible_stories = Story.objects.visible().filter(condition=OuterRef("pk"))
    visible_threads = Thread.objects.visible().filter(conditions=OuterRef("pk"))
    rows = rows.annotate(has_stories=Exists(visible_stories), has_threads=Exists(visible_threads))
    for slug, changed_at, has_stories, has_threads, on_map in rows.values_list(
        "slug", "updated_at", "has_stories", "has_threads", "map_count__total"
    ):
        yield link("condition-detail", slug), changed_at
        yield link("question-list", slug), changed_at
        if has_stories:
            yield link("condition-stories", slug), changed_at
        if has_threads:
            yield link("condition-forum", slug), changed_at
        if on_map:
            yield link("condition-map", slug), changed_at


def _questions() -> QuerySet[Any]:
    """The questions that someone has written for. What the catalogue answers by itself stands with its condition."""
    return Question.objects.indexable().filter(topic__assembly=Assembly.NONE)


def _question_addresses(rows: QuerySet[Any]) -> Iterator[Address]:
    newest = Answer.objects.visible().filter(question=OuterRef("pk")).newest_first().values("posted_at")[:1]
    for condition, topic, published_at, reviewed_on, answered_at in rows.annotate(
        answered_at=Subquery(newest)
    ).values_list(
        "condition__slug",
        "topic__slug",
        "published_summary__published_at",
        "current_review__reviewed_on",
        "answered_at",
    ):
        moments = (published_at, _start_of(reviewed_on), answered_at)
        yield link("question-detail", condition, topic), max((at for at in moments if at), default=None)


def _assembled_topics() -> QuerySet[Topic]:
    return Topic.objects.current().exclude(assembly=Assembly.NONE)


def _catalogue() -> QuerySet[Any]:
    """All conditions, if there is a topic that the catalogue answers by itself."""
    return Condition.objects.published().filter(Exists(_assembled_topics()))


def _catalogue_addresses(rows: QuerySet[Any]) -> Iterator[Address]:
    """The questions of a condition that the catalogue answers by itself."""
    topics = list(_assembled_topics().values_list("slug", flat=True))
    for slug, changed_at in rows.values_list("slug", "updated_at"):
        for topic in topics:
            yield link("question-detail", slug, topic), changed_at


def _story_addresses(rows: QuerySet[Any]) -> Iterator[Address]:
    for story in rows.only("title", "cover", "posted_at"):
        yield link("story-detail", str(story.pk), story.slug), story.posted_at


def _threads() -> QuerySet[Any]:
    return Thread.objects.visible().with_a_home()


def _thread_addresses(rows: QuerySet[Any]) -> Iterator[Address]:
    for thread in rows.only("title", "cover", "last_post_at"):
        yield link("thread-detail", str(thread.pk), thread.slug), thread.last_post_at


def _start_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=UTC) if day else None


SECTIONS = {
    "conditions": Section(Condition.objects.published, "updated_at", MOST // 5, _condition_addresses),
    "questions": Section(_questions, "condition__updated_at", MOST, _question_addresses),
    "catalogue": Section(_catalogue, "updated_at", MOST // 20, _catalogue_addresses),
    "stories": Section(
        lambda: Story.objects.visible().filter(condition__is_published=True), "posted_at", MOST, _story_addresses
    ),
    "threads": Section(_threads, "last_post_at", MOST, _thread_addresses),
}
