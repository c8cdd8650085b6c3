"""Replies: written, changed, and said to have helped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import points
from accounts.models import User
from accounts.services import add_points
from forum.models import Following, Post, PostEdit, PostVote, Thread, title_of_post
from forum.permissions import can_edit, can_quote, can_reply, can_vote
from forum.services.changes import follow_post_change, mark_thread_changed, worth_of
from markup import members_text
from markup.hygiene import clean
from moderation.models import Visibility
from moderation.services import discard_change, look_at, may_link, propose_change, record_look


@transaction.atomic
def reply(
    *,
    author: User,
    thread: Thread,
    body: str,
    quoted: Post | None = None,
    quotes_question: bool = False,
    is_anonymous: bool = False,
    follows: bool = False,
    visibility: Visibility | None = None,
    posted_at: datetime | None = None,
) -> Post:
    """Adds a reply, for the same people as its thread. A new member's waits for a moderator.

    Raises PermissionDenied (also for a closed thread) and ValidationError.
    """
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if not can_reply(author, thread):
        raise PermissionDenied(_("This thread takes no more replies."))
    if quoted and not can_quote(author, quoted, thread):
        raise PermissionDenied(_("You cannot quote this reply."))
    look = None if visibility else look_at(author=author, kind="post", body=body)
    visibility = look.visibility if look else visibility or Visibility.VISIBLE
    posted_at = posted_at or timezone.now()
    post = Post(
        thread=thread,
        author=author,
        quoted=quoted,
        quotes_question=quotes_question,
        is_anonymous=is_anonymous,
        audience=thread.audience,
        visibility=visibility,
        posted_at=posted_at,
        published_at=posted_at if visibility == Visibility.VISIBLE else None,
    )
    _put_words(post, body)
    post.save()
    if follows:
        Following.objects.get_or_create(thread=thread, member=author)
    Following.objects.filter(thread=thread, member=author).update(seen_at=posted_at)
    follow_post_change(post, "")
    record_look(item=post, look=look)
    return post


@transaction.atomic
def edit_post(*, by: User, post: Post, body: str, is_anonymous: bool) -> None:
    """Changes one's own reply; the words before are kept for its author and moderators.

    New words are looked at like those of a new reply. Where a moderator reads them first, the old ones stand until
    then. Raises PermissionDenied and ValidationError.
    """
    post.refresh_from_db()
    if not can_edit(by, post):
        raise PermissionDenied(_("Only its author changes a reply."))
    body = clean(body)
    look = look_at(author=by, kind="post", body=body, about=post) if body != post.body else None
    waits = look is not None and look.is_held and post.visibility == Visibility.VISIBLE
    if look and waits:
        propose_change(
            author=by,
            target="post",
            target_id=post.pk,
            title=title_of_post(post),
            body=body,
            fields={"body": body},
            url=post.get_absolute_url(),
            look=look,
        )
    _change(post, post.body if waits else body, is_anonymous=is_anonymous)
    if look and not waits:
        discard_change(target="post", target_id=post.pk)
        record_look(item=post, look=look)


@transaction.atomic
def put_new_words(post_id: int, fields: Mapping[str, Any]) -> None:
    """Puts words in place that waited for a moderator; a reply that has gone since stays gone."""
    post = Post.objects.select_related("author", "thread").filter(pk=post_id).exclude(body="").first()
    if post:
        _change(post, fields["body"], is_anonymous=post.is_anonymous)


def _change(post: Post, body: str, *, is_anonymous: bool) -> None:
    """Puts words in, and keeps the earlier ones."""
    before, gave = post.body, worth_of(post)
    post.is_anonymous = is_anonymous
    _put_words(post, body)
    if post.body != before:
        PostEdit.objects.create(post=post, body=before)
        post.edited_at = timezone.now()
    post.save(update_fields=["body", "body_html", "is_anonymous", "edited_at"])
    if post.visibility == Visibility.VISIBLE:
        add_points(member=post.author, points=worth_of(post) - gave)
    mark_thread_changed(post.thread)


@transaction.atomic
def vote_post_helpful(*, voter: User, post: Post) -> None:
    """Says that a reply helped; saying it again changes nothing. Raises PermissionDenied, for one's own too."""
    if not can_vote(voter, post):
        raise PermissionDenied(_("Members vote once for what helped them, never for their own words."))
    _vote, is_new = PostVote.objects.get_or_create(post=post, voter=voter)
    if is_new:
        _count_vote(post, 1)


@transaction.atomic
def take_back_post_vote(*, voter: User, post: Post) -> None:
    """Takes one's own vote back; where there is none, nothing changes."""
    deleted, _by_model = PostVote.objects.filter(post=post, voter=voter).delete()
    if deleted:
        _count_vote(post, -1)


def _count_vote(post: Post, change: int) -> None:
    Post.objects.filter(pk=post.pk).update(helpful_count=F("helpful_count") + change)
    if post.visibility == Visibility.VISIBLE and not post.is_anonymous:
        add_points(member=post.author, points=change * points.PER_HELPFUL_VOTE)
    mark_thread_changed(post.thread)


def _put_words(post: Post, body: str) -> None:
    post.body = clean(body)
    post.body_html = members_text.render(post.body, with_links=may_link(author=post.author, text=post.body))
    post.full_clean()
