"""The home page: what this place is, and the ways to a condition."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.models import Thread
from pages.joined import joined_by
from pages.letters import Letter, letter_strip, letters_in_use
from pages.links import link
from pages.map_block import MapBlock, count_of_everyone, map_block
from pages.meta import Meta, description, page_title
from pages.neighbours import (
    STORY_FIELDS,
    THREAD_FIELDS,
    StoryCard,
    ThreadRow,
    ask_url,
    story_card,
    tell_url,
    thread_row,
)
from pages.prepared import PreparedQuery, assemble
from pages.questions import QuestionRow
from pages.reviewed import question_row
from questions.models import Question
from stories.models import Story

QUESTIONS_SHOWN, STORIES_SHOWN, THREADS_SHOWN = 6, 2, 3
CANDIDATES = 30
QUESTION_FIELDS = (
    *("id", "answer_count", "condition_id", "topic_id", "published_summary_id", "current_review_id"),
    *(f"condition__{name}" for name in ("id", "slug", "name", "name_in_text", "short_name", "is_published")),
    *(f"topic__{name}" for name in ("id", "slug", "group", "title_pattern", "assembly", "is_sensitive", "is_retired")),
    *("published_summary__id", "published_summary__author_id"),
    *(f"current_review__{name}" for name in ("id", "summary_id", "summary_author_id", "reviewer_id", "reviewer_name")),
    *(f"current_review__{name}" for name in ("decision", "reviewed_on", "due_on")),
)
MOST_ANSWERED = PreparedQuery(
    lambda: (
        Question.objects.filter(current_review__isnull=False)
        .order_by("-answer_count", "-pk")
        .values_list(*QUESTION_FIELDS)[:CANDIDATES]
    )
)
STORIES_WITH_CONDITION = (
    *STORY_FIELDS,
    *(f"condition__{name}" for name in ("id", "name", "name_in_text", "short_name")),
)
NEW_STORIES = PreparedQuery(
    lambda: (
        Story.objects.visible()
        .filter(condition__is_published=True)
        .newest_first()
        .values_list(*STORIES_WITH_CONDITION)[:STORIES_SHOWN]
    )
)
UNANSWERED_THREADS = PreparedQuery(
    lambda: Thread.objects.visible().unanswered().newest_first().values_list(*THREAD_FIELDS)[:THREADS_SHOWN]
)


@dataclass(frozen=True)
class HomePage:
    """Everything that the home page shows."""

    meta: Meta
    heading: str
    is_empty: bool
    letters: tuple[Letter, ...]
    questions: tuple[QuestionRow, ...]
    stories: tuple[StoryCard, ...]
    threads: tuple[ThreadRow, ...]
    map: MapBlock
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def home_page(*, viewer: User | AnonymousUser, today: date | None = None) -> HomePage:
    """Gathers the home page: five queries, whatever the site holds, and one more for a member."""
    in_use = letters_in_use()
    heading = _("Health answers you can check, from people you can ask")
    return HomePage(
        meta=Meta(
            title=page_title(heading, settings.SITE_NAME),
            description=description(
                _("Plain answers about health conditions, each with its sources and its state of review."),
                _("And the people who live with them."),
            ),
            canonical=link("home"),
            feed=link("site-feed"),
            feed_title=_("What is new on %(site)s") % {"site": settings.SITE_NAME},
        ),
        heading=heading,
        is_empty=not in_use,
        letters=letter_strip(in_use),
        questions=_most_answered(today or timezone.localdate()),
        stories=_new_stories(),
        threads=_unanswered_threads(),
        map=map_block(count_of_everyone(), None, viewer=joined_by(viewer)),
        crumbs=(),
        urls={
            "search": link("search"),
            "conditions": link("condition-list"),
            "stories": link("story-list"),
            "tell": tell_url(None),
            "ask": ask_url(None),
            "forum": link("thread-list"),
            "review": link("about", "how-we-review"),
            "us": link("about", "us"),
            "join": link("about", "taking-part"),
        },
    )


def _most_answered(today: date) -> tuple[QuestionRow, ...]:
    """Reviewed questions with the most answers from members: one query. Reading is not counted, by design.

    The rules are asked here and not in the query, so that the database walks its index of most answered questions.
    """
    found = (assemble(Question, QUESTION_FIELDS, row) for row in MOST_ANSWERED.rows())
    rows = (
        question_row(asked.condition, asked.topic, asked, today=today)
        for asked in found
        if asked.condition.is_published and not asked.topic.is_retired and not asked.topic.is_sensitive
    )
    return tuple(islice((row for row in rows if row.is_reviewed), QUESTIONS_SHOWN))


def _new_stories() -> tuple[StoryCard, ...]:
    """The newest stories about any condition: one query."""
    stories = (assemble(Story, STORIES_WITH_CONDITION, row) for row in NEW_STORIES.rows())
    return tuple(story_card(story, short=story.condition.short, condition=story.condition.name) for story in stories)


def _unanswered_threads() -> tuple[ThreadRow, ...]:
    """The newest threads that wait for a first reply: one query."""
    return tuple(thread_row(assemble(Thread, THREAD_FIELDS, row)) for row in UNANSWERED_THREADS.rows())
