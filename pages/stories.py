"""The list of stories, for all conditions or for one, and one story."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import FETCH_RAISE
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from conditions.models import Condition
from moderation.models import Visibility
from pages.errors import GoneError
from pages.links import link
from pages.loading import MovedError
from pages.meta import Meta, description, page_title
from pages.neighbours import STORY_FIELDS, StoryCard, story_card
from pages.paging import Paging, paging
from pages.questions import condition_label
from pages.story_filters import StoryFilters, story_filters
from pages.voices import Voice, voice
from stories.models import ContentNote, Story
from stories.querysets import StoryQuerySet

STORIES_ON_A_PAGE = 12
MORE_STORIES_SHOWN = 2
CONDITION_NAMES = tuple(f"condition__{name}" for name in ("slug", "name", "name_in_text", "short_name"))


@dataclass(frozen=True)
class StoryListPage:
    """Everything that a list of stories shows; `about` is empty where it is about all conditions."""

    meta: Meta
    heading: str
    about: str
    filters: StoryFilters
    stories: tuple[StoryCard, ...]
    paging: Paging
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


@dataclass(frozen=True)
class StoryPage:
    """Everything that the page of one story shows."""

    meta: Meta
    title: str
    language: str
    body_html: str
    voice: Voice
    posted_at: datetime
    minutes: int
    notes: tuple[str, ...]
    condition: str
    short: str
    more: tuple[StoryCard, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def load_story(pk: int, slug: str) -> Story:
    """The story at an address: one query.

    Raises Http404, MovedError where the address ends in other words, and GoneError for a withdrawn story.
    """
    story = (
        Story.objects.filter(pk=pk, condition__is_published=True)
        .filter(visibility__in=[Visibility.VISIBLE, Visibility.WITHDRAWN])
        .select_related("condition", "author")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if story is None:
        raise Http404
    if story.visibility == Visibility.WITHDRAWN:
        raise GoneError(
            heading=_("This story was taken back"),
            words=_("The person who wrote it has withdrawn it, as everyone here may. We thank them for sharing it."),
            url=link("condition-stories", story.condition.slug),
            label=_("Other stories about %(condition)s") % {"condition": story.condition.in_text},
        )
    if slug != story.slug:
        raise MovedError(link("story-detail", str(pk), story.slug))
    return story


def story_page(story: Story) -> StoryPage:
    """Gathers the page of a story that `load_story` gave: one query."""
    condition = story.condition
    more = Story.objects.visible().filter(condition=condition).exclude(pk=story.pk)
    return StoryPage(
        meta=_story_meta(story),
        title=story.title,
        language=story.language,
        body_html=story.body_html,
        voice=voice(
            name=story.author.display_name,
            member_id=story.author_id,
            relation=story.relation,
            country=story.country,
            points=story.author.points,
            short=condition.short,
        ),
        posted_at=story.posted_at,
        minutes=story.reading_minutes,
        notes=tuple(str(ContentNote(note).label) for note in story.content_notes),
        condition=condition_label(condition),
        short=condition.short,
        more=tuple(story_card(other, short=condition.short) for other in _cards(more)[:MORE_STORIES_SHOWN]),
        crumbs=(
            (link("story-list"), _("Stories")),
            (link("condition-stories", condition.slug), _("Stories about %(short)s") % {"short": condition.short}),
        ),
        urls={
            "condition": link("condition-detail", condition.slug),
            "stories": link("condition-stories", condition.slug),
            "join": link("about", "taking-part"),
            "rules": link("about", "community-rules"),
        },
    )


def story_list_page(condition: Condition | None, *, filters: QueryDict) -> StoryListPage:
    """Gathers the stories about a condition, or about all of them: two queries."""
    stories = Story.objects.visible().filter(condition__is_published=True)
    if condition:
        stories = stories.filter(condition=condition)
    chosen = story_filters(stories, filters)
    pages = paging(chosen.count, filters.get("page", ""), STORIES_ON_A_PAGE)
    rows = _cards(chosen.narrow(stories)).select_related("condition", "author").only(*STORY_FIELDS, *CONDITION_NAMES)
    about = condition.in_text if condition else ""
    return StoryListPage(
        meta=_list_meta(condition, chosen, pages),
        heading=_list_heading(condition),
        about=about,
        filters=chosen,
        stories=tuple(
            story_card(
                story,
                short=story.condition.short,
                condition="" if condition else condition_label(story.condition),
            )
            for story in rows[pages.start : pages.stop]
        ),
        paging=pages,
        crumbs=_list_crumbs(condition),
        urls={
            "this": _list_url(condition),
            "all": link("story-list"),
            "conditions": link("condition-list"),
            "join": link("about", "taking-part"),
            "rules": link("about", "community-rules"),
        },
    )


def _cards(stories: StoryQuerySet) -> StoryQuerySet:
    """The rows as a card needs them, newest first."""
    return stories.newest_first().select_related("author").only(*STORY_FIELDS).fetch_mode(FETCH_RAISE)


def _list_url(condition: Condition | None) -> str:
    return link("condition-stories", condition.slug) if condition else link("story-list")


def _list_heading(condition: Condition | None) -> str:
    return _("Stories about %(condition)s") % {"condition": condition.in_text} if condition else _("Personal stories")


def _list_crumbs(condition: Condition | None) -> tuple[tuple[str, str], ...]:
    if condition is None:
        return ()
    return (
        (link("condition-list"), _("Conditions")),
        (link("condition-detail", condition.slug), condition_label(condition)),
    )


def _list_meta(condition: Condition | None, chosen: StoryFilters, pages: Paging) -> Meta:
    """A filtered list is the same list to a search engine; an empty one is not worth a visit."""
    url = _list_url(condition)
    about = condition.in_text if condition else _("an illness")
    return Meta(
        title=page_title(_list_heading(condition), settings.SITE_NAME),
        description=description(
            _("What life with %(condition)s is like, told by the people who live it.") % {"condition": about},
            _("Real days in plain words: finding out, treatment, and what came after."),
        ),
        canonical=f"{url}?page={pages.number}" if pages.number > 1 and not chosen.is_used else url,
        is_indexable=chosen.total > 0 and not chosen.is_used,
        feed=link("condition-feed", condition.slug) if condition else link("story-feed"),
        feed_title=_("New about %(condition)s") % {"condition": about} if condition else _("New stories"),
    )


def _story_meta(story: Story) -> Meta:
    """A story that carries content notes is announced by its subject, not by its own sentences."""
    about = {"condition": story.condition.in_text, "site": settings.SITE_NAME}
    sentences = (
        _("A personal story about life with %(condition)s.") % about,
        _("It is one person's experience, in their own words, as told on %(site)s.") % about,
    )
    return Meta(
        title=page_title(story.title, settings.SITE_NAME),
        description=description(*sentences) if story.content_notes else description(story.teaser, *sentences),
        canonical=link("story-detail", str(story.pk), story.slug),
        kind="article",
        feed=link("condition-feed", story.condition.slug),
        feed_title=_("New about %(condition)s") % about,
    )
