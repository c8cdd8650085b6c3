from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from markup.hygiene import clean
from moderation.kinds import kind_of, kinds
from moderation.models import Action, Decision, ModeratedContent, Visibility
from moderation.permissions import can_decide, can_moderate
from moderation.waiting import fingerprint
from notifications.services import notify


def starting_visibility(*, author: User) -> Visibility:
    """Where a new contribution begins: a new member's first ones wait until a moderator has read them."""
    published = [
        kind.model_class().objects.filter(author=author.pk, visibility=Visibility.VISIBLE).order_by().values("pk")
        for kind in kinds()
    ]
    if not settings.FIRST_POSTS_HELD or not published:
        return Visibility.VISIBLE
    count = reduce(lambda one, other: one.union(other, all=True), published).count()
    is_trusted = count >= settings.FIRST_POSTS_HELD or can_moderate(author)
    return Visibility.VISIBLE if is_trusted else Visibility.HELD


@transaction.atomic
def move(*, item: ModeratedContent, to: Visibility, only_from: Iterable[str]) -> bool:
    """Changes a row's visibility and does what follows from it; says whether anything changed.

    The row is locked, so of two who move it at once the second finds it moved. `item` is brought up to date. Who may
    move it is for the caller to ask.
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
    return True


def returning_visibility(*, item: Any) -> Visibility:
    """Where a text goes that its author took back and shows again: never past a moderator's decision."""
    last = Decision.objects.filter(kind=kind_of(item).name, item_id=item.pk).first()
    if last and last.action not in {Action.PUBLISH, Action.RESTORE}:
        return Visibility.HELD
    return Visibility.VISIBLE if last else starting_visibility(author=item.author)


@transaction.atomic
def publish(*, by: User, item: Any, seen: str = "") -> Decision | None:
    """Shows what was held back. Nothing happens where it is no longer held.

    `seen` stands for the words that the moderator has read (moderation/waiting.py). Raises PermissionDenied, and
    ValidationError where the author has changed them since.
    """
    kind = kind_of(item)
    rows = kind.model_class().objects.select_for_update(of=("self",))
    row = rows.select_related("author", *kind.select_related).get(pk=item.pk)
    if seen and seen != fingerprint(kind.title_of(row), row.body_html):
        raise ValidationError(_("The author has changed the text since you opened this page. Please read it again."))
    return _decide(by, item, Action.PUBLISH, "", to=Visibility.VISIBLE, only_from=[Visibility.HELD])


def reject(*, by: User, item: Any, reason: str) -> Decision | None:
    """Does not publish what was held back, and tells its author why. Raises PermissionDenied and ValidationError."""
    return _decide(by, item, Action.REJECT, reason, to=Visibility.REMOVED, only_from=[Visibility.HELD])


def hold(*, by: User, item: Any, reason: str) -> Decision | None:
    """Takes what is visible back until it has been read again. Raises PermissionDenied and ValidationError."""
    return _decide(by, item, Action.HOLD, reason, to=Visibility.HELD, only_from=[Visibility.VISIBLE])


def remove(*, by: User, item: Any, reason: str) -> Decision | None:
    """Takes what is visible away, and tells its author why. Raises PermissionDenied and ValidationError."""
    return _decide(by, item, Action.REMOVE, reason, to=Visibility.REMOVED, only_from=[Visibility.VISIBLE])


def restore(*, by: User, item: Any, reason: str = "") -> Decision | None:
    """Shows again what was removed. Raises PermissionDenied."""
    return _decide(by, item, Action.RESTORE, reason, to=Visibility.VISIBLE, only_from=[Visibility.REMOVED])


@transaction.atomic
def _decide(
    by: User, item: Any, action: Action, reason: str, *, to: Visibility, only_from: list[Visibility]
) -> Decision | None:
    """Moves the row, writes down who did it and why, and tells the author; nothing where there is nothing to move.

    The same decision twice, or two at once, is one decision.
    """
    if not can_decide(by, item.author_id):
        raise PermissionDenied(_("Moderators decide about what others wrote."))
    decision = Decision(
        kind=kind_of(item).name, item_id=item.pk, author_id=item.author_id, by=by, action=action, reason=clean(reason)
    )
    decision.full_clean()
    if not move(item=item, to=to, only_from=only_from):
        return None
    decision.save()
    _tell_author(item, decision)
    return decision


def _tell_author(item: Any, decision: Decision) -> None:
    """The author hears of it on the site and by mail, without the words that they wrote."""
    words = {
        Action.PUBLISH: _("We have read “%(title)s”. Others can see it now."),
        Action.REJECT: _("We did not publish “%(title)s”. Here is why, and what you can do."),
        Action.HOLD: _("We are reading “%(title)s” again. Until then only you can see it."),
        Action.REMOVE: _("We took “%(title)s” down. Here is why, and what you can do."),
        Action.RESTORE: _("Others can see “%(title)s” again."),
    }
    is_visible = item.visibility == Visibility.VISIBLE
    notify(
        kind="decision",
        recipients=[item.author],
        title=words[Action(decision.action)] % {"title": kind_of(item).title_of(item)},
        url=item.get_absolute_url() if is_visible else reverse("decision-detail", args=[decision.pk]),
        key=f"decision:{decision.pk}",
    )
