"""Where a text stands: at the beginning, when it is moved, and when its author shows it again."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from markup.links import may_hold_links
from moderation.kinds import kind_of, moderated_kinds
from moderation.models import Action, Case, Decision, Moderated, Reason, Source, Visibility
from moderation.permissions import can_moderate
from moderation.services.cases import close_case, flag
from moderation.services.throwaway import waits_for_address

SHOWS = {
    *(Action.PUBLISH, Action.RESTORE, Action.KEEP, Action.REDACT, Action.LIMIT),
    *(Action.COVER, Action.UNCOVER, Action.LABEL, Action.UNLABEL),
}
"""Decisions after which others can see the text."""


def published_count(member: User, *, most: int) -> int:
    """How many texts of a member others can read, counted up to `most`: one query a kind, until there are enough."""
    count = 0
    for kind in moderated_kinds():
        if kind.counts_as_text and count < most:
            published = kind.model_class().objects.filter(author=member.pk, visibility=Visibility.VISIBLE)
            count += published.order_by()[: most - count].count()
    return count


def has_published_enough(member: User) -> bool:
    """Whether a member's first texts have been read."""
    return published_count(member, most=settings.FIRST_POSTS_HELD) >= settings.FIRST_POSTS_HELD


def starting_visibility(*, author: User) -> Visibility:
    """Where a new contribution begins: a new member's first ones wait until a moderator has read them, and all of
    somebody's with a throwaway mail address."""
    if not moderated_kinds():
        return Visibility.VISIBLE
    is_known = not settings.FIRST_POSTS_HELD or has_published_enough(author) or can_moderate(author)
    return Visibility.VISIBLE if is_known and not waits_for_address(author) else Visibility.HELD


def visibility_of_one(*, item: Any, author: User) -> Visibility:
    """Where something begins of which a member shows one at a time, such as their picture: the first one waits, and so
    does what follows one that a moderator took away."""
    if not settings.FIRST_POSTS_HELD or can_moderate(author):
        return Visibility.VISIBLE
    last = Decision.objects.filter(kind=kind_of(item).name, item_id=item.pk).first() if item.pk else None
    return Visibility.VISIBLE if last and last.action in SHOWS else Visibility.HELD


def may_link(*, author: User, text: str) -> bool:
    """Whether addresses in someone's text become links: only when their first texts have been read. For a text
    without any nothing is counted."""
    return not may_hold_links(text) or starting_visibility(author=author) == Visibility.VISIBLE


@transaction.atomic
def move(*, item: Moderated, to: Visibility, only_from: Iterable[str]) -> bool:
    """Changes a row's visibility and does what follows from it; says whether anything changed.

    The row is locked, so of two who move it at once the second finds it moved. `item` is brought up to date. Who may
    move it is for the caller to ask. What is held is in the queue; what its author takes back leaves it.
    """
    kind = kind_of(item)
    row = kind.model_class().objects.select_for_update().filter(pk=item.pk)
    was = row.values_list("visibility", flat=True).first()
    if was is None:
        return False
    item.visibility = was
    if was == to or was not in set(only_from):
        return False
    row.update(visibility=to)
    item.visibility = to
    kind.follow_change(item, was)
    if to == Visibility.HELD:
        await_moderator(item=item)
    elif to == Visibility.WITHDRAWN:
        close_case(item=item)
    return True


def await_moderator(*, item: Moderated) -> None:
    """Puts what is held into the queue, unless it is there already."""
    kind = kind_of(item)
    if item.visibility == Visibility.HELD and not Case.objects.open().about(kind.name, item.pk).exists():
        is_first = not Decision.objects.filter(kind=kind.name, item_id=item.pk).exists()
        source, reason = (Source.FIRST_TEXT, Reason.FIRST_TEXT) if is_first else (Source.AUTHOR, Reason.CHANGED)
        flag(item=item, source=source, reason=reason)


def returning_visibility(*, item: Any) -> Visibility:
    """Where a text goes that its author took back and shows again: never past a moderator's decision, nor past a
    report that nobody has answered."""
    kind = kind_of(item)
    last = Decision.objects.filter(kind=kind.name, item_id=item.pk).first()
    if last and last.action not in SHOWS:
        return Visibility.HELD
    if Case.objects.about(kind.name, item.pk).left_undecided().exists():
        return Visibility.HELD
    return Visibility.VISIBLE if last else starting_visibility(author=item.author)
