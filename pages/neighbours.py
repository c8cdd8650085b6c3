"""What stands below a condition's and a question's page: stories and the forum. The map is in pages/map_block.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.text import capfirst

from conditions.models import Condition
from forum.models import Thread, ThreadCondition
from pages.links import link
from pages.prepared import PreparedQuery, assemble
from pages.voices import Voice, country_name, relation_words, unnamed_voice, voice
from pages.wording import minutes_words, outside_words, remembered, replies_words
from stories.models import ContentNote, Story

STORIES_SHOWN, THREADS_SHOWN = 2, 3
STORY_FIELDS = (
    *("id", "title", "teaser", "reading_minutes", "language", "relation", "country", "content_notes", "posted_at"),
    *("cover", "warning_url", "is_anonymous", "author_id", "author__id", "author__display_name", "author__username"),
)
THREAD_FIELDS = ("id", "title", "reply_count", "last_post_at", "is_answered", "is_closed", "cover")
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


def story_cards(condition: Condition) -> tuple[StoryCard, ...]:
    """The newest stories about a condition: one query."""
    stories = (assemble(Story, STORY_FIELDS, row) for row in NEWEST_STORIES.rows(condition.pk))
    return tuple(story_card(story, short=condition.short) for story in stories)


def story_card(story: Story, *, short: str, condition: str = "") -> StoryCard:
    """One story, of a row that brings its author along."""
    return StoryCard(
        title=story.shown_title,
        url=link("story-detail", str(story.pk), story.slug),
        teaser=outside_words(story.cover, story.warning_url) or story.teaser,
        minutes=minutes_words(story.reading_minutes),
        language=settings.LANGUAGE_CODE if story.cover else story.language,
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
        title=thread.shown_title,
        url=link("thread-detail", str(thread.pk), thread.slug),
        replies=replies_words(thread.reply_count),
        last_post_at=thread.last_post_at,
        is_answered=thread.is_answered,
        is_closed=thread.is_closed,
    )
