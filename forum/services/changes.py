"""What follows when a thread or a reply comes, is held, published, removed or withdrawn."""

from typing import Any

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts import points
from accounts.points import Contributions
from accounts.services import add_points
from conditions.services import mark_changed
from forum.models import Post, Thread, ThreadCondition
from forum.services.telling import take_back_news, take_back_offers, tell_who_waits
from moderation.models import Audience, Visibility


def follow_thread_change(item: Thread, was: str) -> None:
    """Brings lists and points up to date after a thread's visibility changed from `was`, "" for a new one."""
    is_visible = item.visibility == Visibility.VISIBLE
    if is_visible and item.published_at is None:
        item.published_at = timezone.now()
        Thread.objects.filter(pk=item.pk).update(published_at=item.published_at)
    _give_points(item, was=was)
    place_in_lists(item)
    if is_visible or was == Visibility.VISIBLE:
        mark_thread_changed(item)
    if was == Visibility.VISIBLE and not is_visible:
        take_back_offers(item)


def follow_post_change(item: Post, was: str) -> None:
    """Recounts the thread and tells who waits for it after a reply's visibility changed from `was`, "" for a new one.

    The thread is locked first, so that replies of the same moment are all counted.
    """
    thread = Thread.objects.select_for_update().get(pk=item.thread_id)
    is_visible = item.visibility == Visibility.VISIBLE
    is_first_time = is_visible and (was == "" or item.published_at is None)
    if is_visible and item.published_at is None:
        item.published_at = timezone.now()
        Post.objects.filter(pk=item.pk).update(published_at=item.published_at)
    _give_points(item, was=was)
    if is_visible or was == Visibility.VISIBLE:
        recount_replies(thread)
        mark_thread_changed(thread)
    if is_first_time:
        tell_who_waits(item, thread)
    elif was == Visibility.VISIBLE:
        take_back_news(item)


def recount_replies(thread: Thread) -> None:
    """Counts a thread's replies anew, and when it was last written in: one look through them, in the database."""
    counted = Post.objects.counted().filter(thread=thread).aggregate(replies=Count("pk"), last_at=Max("posted_at"))
    thread.reply_count = counted["replies"]
    thread.last_post_at = max(thread.posted_at, counted["last_at"] or thread.posted_at)
    Thread.objects.filter(pk=thread.pk).update(reply_count=thread.reply_count, last_post_at=thread.last_post_at)
    place_in_lists(thread)


def place_in_lists(thread: Thread) -> None:
    """Writes into the thread's places what the lists of its conditions are ordered and chosen by."""
    ThreadCondition.objects.filter(thread=thread).update(
        posted_at=thread.posted_at,
        last_post_at=thread.last_post_at,
        is_listed=thread.visibility == Visibility.VISIBLE,
        is_for_members=thread.audience == Audience.MEMBERS,
        is_unanswered=not thread.reply_count and not thread.is_closed,
    )


def mark_thread_changed(thread: Thread) -> None:
    """Tells readers' browsers that the pages of the thread's conditions are new, where strangers may see the thread."""
    if thread.audience == Audience.ANYONE:
        mark_changed(thread.places.values_list("condition_id", flat=True))


def contributions() -> dict[int, Contributions]:
    """What each member has in the forum for others to read, by the member's key."""
    threads = _counted(Thread.objects.filter(visibility=Visibility.VISIBLE), threads=Count("pk"))
    posts = _counted(
        Post.objects.filter(visibility=Visibility.VISIBLE),
        posts=Count("pk"),
        helpful_votes=Coalesce(Sum("helpful_count"), 0),
    )
    return {author: Contributions(**threads.get(author, {}), **posts.get(author, {})) for author in threads | posts}


def worth_of(item: Thread | Post) -> int:
    """The points that something gives its author while others can read it. Words without a name give none: a jump of
    points would tell whose they are."""
    if item.is_anonymous:
        return 0
    if isinstance(item, Thread):
        return points.PER_THREAD
    return points.PER_POST + points.PER_HELPFUL_VOTE * item.helpful_count


def _counted(rows: QuerySet[Any], **totals: Any) -> dict[int, dict[str, int]]:
    grouped = rows.filter(is_anonymous=False).order_by().values("author_id").annotate(**totals)
    return {row.pop("author_id"): row for row in grouped}


def _give_points(item: Thread | Post, *, was: str) -> None:
    """Points for what can be read, taken back with it."""
    change = (item.visibility == Visibility.VISIBLE) - (was == Visibility.VISIBLE)
    if change and (worth := worth_of(item)):
        add_points(member=item.author, points=change * worth)
