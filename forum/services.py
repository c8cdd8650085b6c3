from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import points
from accounts.models import User
from accounts.services import add_points
from conditions.models import Condition
from conditions.services import mark_changed
from forum.models import Post, Thread
from forum.permissions import can_ask, can_close, can_reply
from markup import members_text
from markup.hygiene import clean


@transaction.atomic
def ask(
    *, author: User, conditions: Sequence[Condition], title: str, body: str, posted_at: datetime | None = None
) -> Thread:
    """Opens a thread about one condition or several. Raises PermissionDenied and ValidationError."""
    if not can_ask(author):
        raise PermissionDenied(_("Sign in to ask."))
    if not conditions:
        raise ValidationError({"conditions": _("Say which condition your question is about.")})
    body = clean(body)
    posted_at = posted_at or timezone.now()
    thread = Thread(
        author=author,
        title=clean(title),
        body=body,
        body_html=members_text.render(body),
        posted_at=posted_at,
        last_post_at=posted_at,
    )
    thread.full_clean()
    thread.save()
    thread.conditions.set(conditions)
    add_points(member=author, points=points.PER_THREAD)
    mark_changed(condition.pk for condition in conditions)
    return thread


@transaction.atomic
def reply(*, author: User, thread: Thread, body: str, posted_at: datetime | None = None) -> Post:
    """Adds a reply. Raises PermissionDenied (also for a closed thread) and ValidationError."""
    if not can_reply(author, thread):
        raise PermissionDenied(_("This thread takes no more replies."))
    body = clean(body)
    post = Post(
        thread=thread,
        author=author,
        body=body,
        body_html=members_text.render(body),
        posted_at=posted_at or timezone.now(),
    )
    post.full_clean()
    post.save()
    Thread.objects.filter(pk=thread.pk).update(
        reply_count=F("reply_count") + 1, last_post_at=Greatest("last_post_at", post.posted_at)
    )
    add_points(member=author, points=points.PER_POST)
    _mark_changed(thread)
    return post


@transaction.atomic
def mark_answered(*, by: User, thread: Thread) -> None:
    """Says that the thread's question has been answered. Raises PermissionDenied for anyone but its author."""
    if by.pk != thread.author_id:
        raise PermissionDenied(_("Only the member who asked says that it was answered."))
    Thread.objects.filter(pk=thread.pk).update(is_answered=True)
    _mark_changed(thread)


@transaction.atomic
def close(*, by: User, thread: Thread, reason: str) -> None:
    """Closes a thread to further replies, with a reason that readers see. Raises PermissionDenied."""
    if not can_close(by):
        raise PermissionDenied(_("Only moderators close a thread."))
    Thread.objects.filter(pk=thread.pk).update(is_closed=True, closed_reason=clean(reason))
    _mark_changed(thread)


def _mark_changed(thread: Thread) -> None:
    mark_changed(thread.conditions.values_list("pk", flat=True))
