"""Asking in the forum, and what becomes of a thread: changed, answered, closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import add_points
from conditions.models import Condition
from forum.models import Following, Post, Thread, ThreadCondition, ThreadEdit
from forum.permissions import can_ask, can_close, can_edit
from forum.services.changes import follow_thread_change, mark_thread_changed, place_in_lists, worth_of
from markup import members_text
from markup.hygiene import clean
from moderation.models import Visibility
from moderation.services import Look, discard_change, look_at, may_link, propose_change, record_look
from writing.addresses import path_here

MOST_CONDITIONS = 5


@transaction.atomic
def ask(
    *,
    author: User,
    conditions: Sequence[Condition],
    title: str,
    body: str,
    audience: str,
    is_general: bool = False,
    is_anonymous: bool = False,
    follows: bool = True,
    visibility: Visibility | None = None,
    posted_at: datetime | None = None,
) -> Thread:
    """Opens a thread about one condition (its home), several, or all of them. A new member's waits for a moderator.

    Raises PermissionDenied and ValidationError.
    """
    if not can_ask(author):
        raise PermissionDenied(_("Sign in to ask."))
    conditions = _checked_conditions(conditions, is_general=is_general)
    look = None if visibility else look_at(author=author, kind="thread", title=title, body=body)
    visibility = look.visibility if look else visibility or Visibility.VISIBLE
    posted_at = posted_at or timezone.now()
    thread = Thread(
        author=author,
        is_general=is_general,
        is_anonymous=is_anonymous,
        audience=audience,
        visibility=visibility,
        posted_at=posted_at,
        published_at=posted_at if visibility == Visibility.VISIBLE else None,
        last_post_at=posted_at,
    )
    _put_words(thread, title, body)
    thread.save()
    _put_places(thread, conditions)
    if follows:
        Following.objects.create(thread=thread, member=author, since=posted_at, seen_at=posted_at)
    follow_thread_change(thread, "")
    record_look(item=thread, look=look)
    return thread


@transaction.atomic
def edit_thread(*, by: User, thread: Thread, title: str, body: str, audience: str, is_anonymous: bool) -> None:
    """Changes one's own question and who sees it; the words before are kept for its author and moderators.

    New words are looked at like those of a new question. Where a moderator reads them first, the old ones stand until
    then. Raises PermissionDenied and ValidationError.
    """
    thread.refresh_from_db()
    if not can_edit(by, thread):
        raise PermissionDenied(_("Only its author changes a question."))
    title, body = _cleaned(title, body)
    has_new_words = (title, body) != (thread.title, thread.body)
    look = look_at(author=by, kind="thread", title=title, body=body, about=thread) if has_new_words else None
    waits = look is not None and look.is_held and thread.visibility == Visibility.VISIBLE
    if look and waits:
        _propose(thread, title, body, look)
        title, body = thread.title, thread.body
    _change(thread, title, body, audience=audience, is_anonymous=is_anonymous)
    if look and not waits:
        discard_change(target="thread", target_id=thread.pk)
        record_look(item=thread, look=look)


@transaction.atomic
def put_new_words(thread_id: int, fields: Mapping[str, Any]) -> None:
    """Puts words in place that waited for a moderator; a question that has gone since stays gone."""
    thread = Thread.objects.select_related("author").filter(pk=thread_id).exclude(body="").first()
    if thread:
        _change(thread, fields["title"], fields["body"], audience=thread.audience, is_anonymous=thread.is_anonymous)


def _propose(thread: Thread, title: str, body: str, look: Look) -> None:
    Thread(title=title, body=body, author=thread.author, audience=thread.audience).clean_fields(
        exclude=[field.name for field in Thread._meta.fields if field.name not in {"title", "body"}]
    )
    propose_change(
        author=thread.author,
        target="thread",
        target_id=thread.pk,
        title=title,
        body=body,
        fields={"title": title, "body": body},
        url=thread.get_absolute_url(),
        look=look,
    )


def _change(thread: Thread, title: str, body: str, *, audience: str, is_anonymous: bool) -> None:
    """Puts words and choices in, and keeps the earlier words."""
    before, gave = (thread.title, thread.body), worth_of(thread)
    mark_thread_changed(thread)
    thread.audience, thread.is_anonymous = audience, is_anonymous
    _put_words(thread, title, body)
    is_rewritten = (thread.title, thread.body) != before
    if is_rewritten:
        ThreadEdit.objects.create(thread=thread, title=before[0], body=before[1])
        thread.edited_at = timezone.now()
    thread.save(update_fields=["title", "body", "body_html", "audience", "is_anonymous", "edited_at"])
    Post.objects.filter(thread=thread).exclude(audience=audience).update(audience=audience)
    if thread.visibility == Visibility.VISIBLE:
        add_points(member=thread.author, points=worth_of(thread) - gave)
    place_in_lists(thread)
    mark_thread_changed(thread)


@transaction.atomic
def mark_answered(*, by: User, thread: Thread, is_answered: bool = True) -> None:
    """Says that the thread's question has been answered, or not after all.

    Raises PermissionDenied for anyone but its author.
    """
    if by.pk != thread.author_id:
        raise PermissionDenied(_("Only the member who asked says that it was answered."))
    thread.is_answered = is_answered
    Thread.objects.filter(pk=thread.pk).update(is_answered=is_answered)
    mark_thread_changed(thread)


@transaction.atomic
def close(*, by: User, thread: Thread, reason: str, closed_to: str = "") -> None:
    """Closes a thread to further replies, with a reason that readers see and an address on this site to go on at.

    Raises PermissionDenied and ValidationError.
    """
    if not can_close(by):
        raise PermissionDenied(_("Only moderators close a thread."))
    thread.is_closed, thread.closed_reason, thread.closed_to = True, clean(reason), _address(closed_to)
    if not thread.closed_reason:
        raise ValidationError({"reason": _("Say why. Readers see it.")})
    thread.full_clean()
    _save_closing(thread)


@transaction.atomic
def reopen(*, by: User, thread: Thread) -> None:
    """Lets a closed thread take replies again. Raises PermissionDenied."""
    if not can_close(by):
        raise PermissionDenied(_("Only moderators open a closed thread."))
    thread.is_closed, thread.closed_reason, thread.closed_to = False, "", ""
    _save_closing(thread)


def _save_closing(thread: Thread) -> None:
    thread.save(update_fields=["is_closed", "closed_reason", "closed_to"])
    place_in_lists(thread)
    mark_thread_changed(thread)


def _address(text: str) -> str:
    try:
        return path_here(text)
    except ValidationError as error:
        raise ValidationError({"closed_to": error.messages}) from error


def _cleaned(title: str, body: str) -> tuple[str, str]:
    return " ".join(clean(title).split()), clean(body)


def _put_words(thread: Thread, title: str, body: str) -> None:
    thread.title, thread.body = _cleaned(title, body)
    thread.body_html = members_text.render(thread.body, with_links=may_link(author=thread.author, text=thread.body))
    thread.full_clean()


def _checked_conditions(conditions: Sequence[Condition], *, is_general: bool) -> list[Condition]:
    """Each condition once, in the order given."""
    once = list({condition.pk: condition for condition in conditions}.values())
    if bool(once) == is_general:
        raise ValidationError({"conditions": _("Say which condition your question is about, or that it is about all.")})
    if len(once) > MOST_CONDITIONS:
        raise ValidationError({"conditions": _("Choose at most %(number)d conditions.") % {"number": MOST_CONDITIONS}})
    return once


def _put_places(thread: Thread, conditions: Sequence[Condition]) -> None:
    ThreadCondition.objects.bulk_create(
        ThreadCondition(
            thread=thread,
            condition=condition,
            place=place,
            posted_at=thread.posted_at,
            last_post_at=thread.last_post_at,
        )
        for place, condition in enumerate(conditions)
    )
