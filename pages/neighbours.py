"""What stands below a condition's and a question's page: the map, stories, the forum."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conditions.models import Condition
from forum.models import Thread, ThreadCondition
from members.map import HEIGHT, Area
from pages.links import link
from pages.once import language
from pages.prepared import PreparedQuery, assemble
from pages.voices import Voice, country_name, relation_words, unnamed_voice, voice
from pages.wording import minutes_words, on_map_words, remembered, replies_words
from stories.models import ContentNote, Story

STORIES_SHOWN, THREADS_SHOWN, AREAS_SHOWN = 2, 3, 8
WIDER_LAST = ("country", "continent", "world")
STORY_FIELDS = (
    *("id", "title", "teaser", "reading_minutes", "language", "relation", "country", "content_notes", "posted_at"),
    *("is_anonymous", "author_id", "author__id", "author__display_name", "author__username"),
)
THREAD_FIELDS = ("id", "title", "reply_count", "last_post_at", "is_answered", "is_closed")
NEWEST_STORIES = PreparedQuery(
    lambda condition: (
        Story.objects.visible().filter(condition_id=condition).newest_first().values_list(*STORY_FIELDS)[:STORIES_SHOWN]
    ),
    int,
)
THREAD_PLACE_FIELDS = ("id", *(f"thread__{name}" for name in THREAD_FIELDS))
ACTIVE_THREADS = PreparedQuery(
    lambda condition: (
        ThreadCondition.objects.filter(condition_id=condition)
        .for_anyone()
        .active_first()
        .values_list(*THREAD_PLACE_FIELDS)[:THREADS_SHOWN]
    ),
    int,
)


@dataclass(frozen=True)
class AreaRow:
    """A line of the table beside the map; an empty count means fewer than may be told."""

    name: str
    count: str


@dataclass(frozen=True)
class MapBlock:
    """The members of a condition on the world map, in groups that are safe to publish.

    `people` says how many, empty for none. `near` and `far` are the circles as SVG, for wide screens and for phones.
    """

    people: str
    has_uncounted: bool
    areas: tuple[AreaRow, ...]
    near: str
    far: str
    height: int = HEIGHT
    minimum: int = settings.MAP_MIN_COUNT


@dataclass(frozen=True)
class StoryCard:
    """A story as a list shows it."""

    title: str
    url: str
    teaser: str
    minutes: str
    language: str
    notes: tuple[str, ...]
    posted_at: datetime
    voice: Voice
    condition: str = ""


@dataclass(frozen=True)
class ThreadRow:
    """A thread as a list shows it."""

    title: str
    url: str
    replies: str
    last_post_at: datetime
    is_answered: bool
    is_closed: bool


@dataclass(frozen=True)
class Counted:
    """A day's count of a condition's members, as it is stored."""

    areas: Sequence[Sequence[Any]] = ()
    near: str = ""
    far: str = ""


def last_count(condition: Condition) -> Counted:
    """A condition's last count, of a row that brings it along; empty where it was never counted."""
    if not hasattr(condition, "map_count"):
        return Counted()
    count = condition.map_count
    return Counted(count.areas, count.near, count.far)


def map_block(counted: Counted) -> MapBlock:
    """The map from a day's count."""
    areas = tuple(Area(code, kind, people) for code, kind, people in counted.areas)
    areas = tuple(sorted(areas, key=lambda area: WIDER_LAST.index(area.kind)))
    return MapBlock(
        people=on_map_words(sum(area.count or 0 for area in areas)),
        has_uncounted=any(area.count is None for area in areas),
        areas=tuple(AreaRow(area_name(area), str(area.count or "")) for area in areas[:AREAS_SHOWN]),
        near=counted.near,
        far=counted.far,
    )


def area_name(area: Area) -> str:
    """The area in words."""
    if area.kind == "country":
        return country_name(area.code)
    return _other_places(language() or "en")[area.code]


@cache
def _other_places(_language: str) -> dict[str, str]:
    return {
        "AF": _("Other places in Africa"),
        "AN": _("Other places in Antarctica"),
        "AS": _("Other places in Asia"),
        "EU": _("Other places in Europe"),
        "NA": _("Other places in North America"),
        "OC": _("Other places in Oceania"),
        "SA": _("Other places in South America"),
        "": _("Other places"),
    }


def story_cards(condition: Condition) -> tuple[StoryCard, ...]:
    """The newest stories about a condition: one query."""
    stories = (assemble(Story, STORY_FIELDS, row) for row in NEWEST_STORIES.rows(condition.pk))
    return tuple(story_card(story, short=condition.short) for story in stories)


def story_card(story: Story, *, short: str, condition: str = "") -> StoryCard:
    """One story, of a row that brings its author along."""
    return StoryCard(
        title=story.title,
        url=link("story-detail", str(story.pk), story.slug),
        teaser=story.teaser,
        minutes=minutes_words(story.reading_minutes),
        language=story.language,
        notes=tuple(note_words(note) for note in story.content_notes),
        posted_at=story.posted_at,
        voice=story_voice(story, short=short),
        condition=condition,
    )


def story_voice(story: Story, *, short: str, points: int = 0) -> Voice:
    """Who tells a story. One without a name keeps what its author chose to say of themselves, and nothing more."""
    if story.is_anonymous:
        relation, country = relation_words(story.relation, short), country_name(story.country)
        return replace(unnamed_voice(), relation=relation, country=country)
    return voice(
        name=story.author.display_name,
        member_id=story.author_id,
        username=story.author.username,
        relation=story.relation,
        country=story.country,
        points=points,
        short=short,
    )


def ask_url(condition: Condition | None) -> str:
    """Where a question is asked: about this condition, if there is one."""
    return f"{link('ask')}?condition={condition.slug}" if condition else link("ask")


def tell_url(condition: Condition | None) -> str:
    """Where a story is told, about a condition if there is one."""
    return link("story-new") + (f"?condition={condition.slug}" if condition else "")


@remembered
def note_words(note: str) -> str:
    """What a content note warns of, as a sentence begins."""
    return capfirst(str(ContentNote(note).label))


def thread_rows(condition: Condition) -> tuple[ThreadRow, ...]:
    """The threads about a condition that were last written in: one query."""
    places = (assemble(ThreadCondition, THREAD_PLACE_FIELDS, row) for row in ACTIVE_THREADS.rows(condition.pk))
    return tuple(thread_row(place.thread) for place in places)


def thread_row(thread: Thread) -> ThreadRow:
    return ThreadRow(
        title=thread.title,
        url=link("thread-detail", str(thread.pk), thread.slug),
        replies=replies_words(thread.reply_count),
        last_post_at=thread.last_post_at,
        is_answered=thread.is_answered,
        is_closed=thread.is_closed,
    )
