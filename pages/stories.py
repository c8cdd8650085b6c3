"""The list of stories, for all conditions or for one. One story has its own module, pages/story.py."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import FETCH_RAISE
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.blocks import avoided_by
from accounts.models import User
from conditions.models import Condition
from moderation.models import Visibility
from pages.links import link
from pages.meta import Meta, description, page_title
from pages.neighbours import STORY_FIELDS, StoryCard, story_card, tell_url
from pages.paging import Paging, paging
from pages.questions import condition_label
from pages.story_filters import StoryFilters, story_filters
from stories.models import Story
from stories.querysets import StoryQuerySet

STORIES_ON_A_PAGE = 12
CONDITION_NAMES = tuple(f"condition__{name}" for name in ("slug", "name", "name_in_text", "short_name"))


@dataclass(frozen=True)
class OwnStory:
    """A story of the viewer that only they can see now."""

    title: str
    url: str
    visibility: str


@dataclass(frozen=True)
class StoryListPage:
    """Everything that a list of stories shows; `about` is empty where it is about all conditions.

    `own` are the viewer's stories that no list shows: waiting, withdrawn or removed.
    """

    meta: Meta
    heading: str
    about: str
    filters: StoryFilters
    own: tuple[OwnStory, ...]
    stories: tuple[StoryCard, ...]
    paging: Paging
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def story_list_page(condition: Condition | None, *, viewer: User | AnonymousUser, filters: QueryDict) -> StoryListPage:
    """Gathers the stories about a condition, or about all of them: two queries, and two more for a member.

    Stories of those whom the viewer muted or blocked are left out. One without a name never is: that would say whose
    it is.
    """
    stories = Story.objects.visible_to(viewer).filter(condition__is_published=True)
    if condition:
        stories = stories.filter(condition=condition)
    if avoided := avoided_by(viewer):
        stories = stories.exclude(author__in=avoided, is_anonymous=False)
    chosen = story_filters(stories, filters)
    pages = paging(chosen.count, filters.get("page", ""), STORIES_ON_A_PAGE)
    rows = (
        story_rows(chosen.narrow(stories)).select_related("condition", "author").only(*STORY_FIELDS, *CONDITION_NAMES)
    )
    about = condition.in_text if condition else ""
    return StoryListPage(
        meta=_list_meta(condition, chosen, pages),
        heading=_list_heading(condition),
        about=about,
        filters=chosen,
        own=_own(viewer, condition),
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
            "tell": tell_url(condition),
            "rules": link("about", "community-rules"),
        },
    )


def story_rows(stories: StoryQuerySet) -> StoryQuerySet:
    """The rows as a card needs them, newest first."""
    return stories.newest_first().select_related("author").only(*STORY_FIELDS).fetch_mode(FETCH_RAISE)


def _own(viewer: User | AnonymousUser, condition: Condition | None) -> tuple[OwnStory, ...]:
    """What the viewer told and nobody else can read now: one query, none for a visitor."""
    if not viewer.is_authenticated:
        return ()
    own = Story.objects.newest_first().filter(author=viewer.pk).exclude(visibility=Visibility.VISIBLE)
    if condition:
        own = own.filter(condition=condition)
    rows = own.only("title", "cover", "visibility")[:STORIES_ON_A_PAGE]
    return tuple(
        OwnStory(story.title, link("story-detail", str(story.pk), story.slug), story.visibility) for story in rows
    )


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
