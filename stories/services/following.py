"""What follows when a story comes, is held, published, removed, withdrawn or loses its author's name: points, pages."""

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from accounts import points
from accounts.points import Contributions
from accounts.services import add_points
from conditions.services import mark_changed
from moderation.models import Audience, Visibility
from stories.models import Story


def story_title(story: Story) -> str:
    """What a story is called in moderators' lists and in notices to its author."""
    return story.title


def public_story_title(story: Story) -> str:
    """What a story is called for its readers."""
    return story.shown_title


def follow_story(item: Story, was: str) -> None:
    """Brings points and pages up to date after a story's visibility changed from `was`, "" for a new one."""
    is_visible, was_visible = item.visibility == Visibility.VISIBLE, was == Visibility.VISIBLE
    if is_visible != was_visible:
        now = Story.objects.only("is_anonymous", "helpful_count", "author").get(pk=item.pk)
        if not now.is_anonymous:
            give_points(now, is_gain=is_visible)
        if item.audience == Audience.ANYONE:
            mark_changed([item.condition_id])


def give_points(story: Story, *, is_gain: bool) -> None:
    """Gives the author what a visible story is worth, or takes it back.

    A story without a name is worth nothing: points that grow at the moment when it appears would say who told it.
    """
    worth = points.PER_STORY + points.PER_HELPFUL_VOTE * story.helpful_count
    add_points(member=story.author, points=worth if is_gain else -worth)


def contributions() -> dict[int, Contributions]:
    """What each member has told for others to read under their name, by the member's key: one query."""
    counted = Story.objects.filter(visibility=Visibility.VISIBLE, is_anonymous=False).order_by()
    rows = counted.values("author_id").annotate(stories=Count("pk"), helped=Coalesce(Sum("helpful_count"), 0))
    return {row["author_id"]: Contributions(stories=row["stories"], helpful_votes=row["helped"]) for row in rows}
