"""New words for what others can read: where they wait, the old ones stand until a moderator has read them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from markup import members_text
from markup.hygiene import clean, is_blank
from moderation.changing import target_called
from moderation.kinds import kind_called
from moderation.models import ProposedChange, Visibility
from moderation.services.cases import close_case
from moderation.services.screening import Look, record_look


@transaction.atomic
def propose_change(
    *, author: User, target: str, target_id: int, title: str, body: str, fields: Mapping[str, Any], url: str, look: Look
) -> ProposedChange:
    """Keeps new words until a moderator has read them; newer ones take the place of those that wait."""
    discard_change(target=target, target_id=target_id)
    change = ProposedChange(
        target_kind=target,
        target_id=target_id,
        author=author,
        visibility=Visibility.HELD,
        title=title,
        body=body,
        body_html=members_text.render(body, with_headings=True),
        fields=dict(fields),
        url=url,
    )
    change.full_clean()
    change.save()
    record_look(item=change, look=look)
    return change


@transaction.atomic
def discard_change(*, target: str, target_id: int) -> None:
    """Lets go of new words that wait, when newer ones come or the author takes the text back."""
    for change in ProposedChange.objects.select_for_update().filter(
        target_kind=target, target_id=target_id, visibility=Visibility.HELD
    ):
        close_case(item=change)
        change.delete()


def waiting_change(*, target: str, target_id: int) -> ProposedChange | None:
    """The new words that wait, for their author: one query."""
    waiting = ProposedChange.objects.filter(target_kind=target, target_id=target_id, visibility=Visibility.HELD)
    return waiting.first()


def follow_change(item: ProposedChange, was: str) -> None:
    """Puts the new words in place when a moderator has published them."""
    if item.visibility == Visibility.VISIBLE and was == Visibility.HELD:
        change = ProposedChange.objects.get(pk=item.pk)
        target_called(change.target_kind).put(change.target_id, change.fields)
        _show_help(change)


def _show_help(change: ProposedChange) -> None:
    """Places that help stand above a text whose new words speak of wanting to die."""
    kind = kind_called(change.target_kind)
    if change.shows_help and kind and kind.follow:
        kind.model_class().objects.filter(pk=change.target_id).update(shows_help=True)


def redact_change(item: ProposedChange, body: str) -> None:
    """Puts other words in place of those that wait. Raises ValidationError where none are left."""
    body = clean(body)
    if is_blank(body):
        raise ValidationError(_("Something has to stay. To take all of it away, remove it."))
    item.body, item.body_html = body, members_text.render(body, with_headings=True)
    item.fields = item.fields | {target_called(item.target_kind).words: body}
    item.save(update_fields=["body", "body_html", "fields"])


def own_title_of_change(change: ProposedChange) -> str:
    """The title that waits; nothing where only other words do."""
    return change.title if "title" in change.fields and "heading" not in change.fields else ""


def retitle_change(item: ProposedChange, title: str) -> None:
    """Puts another title in place of the one that waits."""
    item.title, item.fields = title, item.fields | {"title": title}
    item.full_clean()
    item.save(update_fields=["title", "fields"])


def readable_by(_viewer: User | AnonymousUser) -> QuerySet[ProposedChange]:
    """No change has a page of its own: what others may read of it, and report, is the text that it changed."""
    return ProposedChange.objects.none()


def title_of_change(change: ProposedChange) -> str:
    """What a change is called in lists and notices to its author."""
    kind = kind_called(change.target_kind)
    label = str(kind.label) if kind else change.target_kind
    return _("Change of: %(title)s") % {"title": change.title or label}
