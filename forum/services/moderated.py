"""What moderators change of a question or a reply: personal data in its words, who may read it, and what
stands over it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forum.drafts import REPLY
from forum.models import Post, Thread, ThreadCondition
from forum.services.changes import mark_thread_changed, place_in_lists
from markup import members_text
from markup.hygiene import clean, is_blank
from moderation.kinds import About
from moderation.models import Audience
from moderation.services import put_marks
from writing.models import Draft


def redact(item: Thread | Post, body: str) -> None:
    """Puts other words in place of the author's. Raises ValidationError where none are left."""
    item.body = clean(body)
    if is_blank(item.body):
        raise ValidationError(_("Something has to stay. To take all of it away, remove it."))
    item.body_html = members_text.render(item.body)
    item.save(update_fields=["body", "body_html"])
    mark_thread_changed(item if isinstance(item, Thread) else item.thread)


def retitle(item: Thread, title: str) -> None:
    """Puts another title in place of the author's. Raises ValidationError where it is too long."""
    item.title = title
    item.full_clean()
    item.save(update_fields=["title"])
    _rename_drafts(item)
    mark_thread_changed(item)


def limit_thread(item: Thread, audience: str) -> None:
    """Changes who may read a question, and its replies with it."""
    mark_thread_changed(item)
    item.audience = Audience(audience)
    item.save(update_fields=["audience"])
    Post.objects.filter(thread=item).update(audience=audience)
    place_in_lists(item)
    mark_thread_changed(item)


def mark(item: Thread | Post, marks: Mapping[str, str]) -> None:
    """Changes what stands over it."""
    put_marks(item, marks)
    if isinstance(item, Thread):
        _rename_drafts(item)
    mark_thread_changed(item if isinstance(item, Thread) else item.thread)


def _rename_drafts(thread: Thread) -> None:
    """Others' drafts of replies are called after the question."""
    Draft.objects.filter(kind=REPLY, about=str(thread.pk)).update(title=thread.shown_title)


def about(item: Thread | Post) -> About:
    """The conditions of the thread: one query."""
    thread_id = item.pk if isinstance(item, Thread) else item.thread_id
    places = ThreadCondition.objects.filter(thread=thread_id).order_by("place", "pk")
    return About(tuple(places.values_list("condition_id", flat=True)))
