"""Authors hide what they wrote, take it away for good, or bring it back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.models import Post, Thread
from forum.permissions import can_bring_back
from moderation.models import Visibility
from moderation.services import discard_change, move, returning_visibility


@transaction.atomic
def withdraw(*, by: User, item: Thread | Post, for_good: bool = False) -> None:
    """Hides one's own words from everybody. `for_good` also deletes them, with all their earlier texts.

    Doing it twice changes nothing. Raises PermissionDenied.
    """
    if by.pk != item.author_id:
        raise PermissionDenied(_("Only its author takes something back."))
    discard_change(target="thread" if isinstance(item, Thread) else "post", target_id=item.pk)
    move(item=item, to=Visibility.WITHDRAWN, only_from={Visibility.VISIBLE, Visibility.HELD})
    if for_good:
        erase_words(item)


@transaction.atomic
def bring_back(*, by: User, item: Thread | Post) -> None:
    """Shows again what its author had hidden; what waited for a moderator waits again. Raises PermissionDenied."""
    if not can_bring_back(by, item):
        raise PermissionDenied(_("Only its author brings something back."))
    move(item=item, to=returning_visibility(item=item), only_from={Visibility.WITHDRAWN})


@transaction.atomic
def withdraw_everything(*, member: User) -> None:
    """Hides all that a member wrote in the forum, when they no longer agree to its being published."""
    for posts in (Post.objects, Thread.objects):
        for item in posts.filter(author=member, visibility__in=[Visibility.VISIBLE, Visibility.HELD]):
            withdraw(by=member, item=item)


def erase_words(item: Thread | Post) -> None:
    """Deletes the words of something that is withdrawn or removed, so that only its place is left."""
    item.edits.all().delete()
    item.visibility = Visibility.WITHDRAWN
    values = {"body": "", "body_html": "", "visibility": item.visibility}
    if isinstance(item, Thread):
        values["title"] = item.title = ""
    item.body = item.body_html = ""
    type(item).objects.filter(pk=item.pk).update(**values)
