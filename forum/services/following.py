"""Who wants to hear of new replies in which thread."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forum.models import Following, Thread
from forum.permissions import can_follow


@transaction.atomic
def follow_thread(*, member: User, thread: Thread) -> None:
    """Tells the member of new replies from now on; doing it twice changes nothing. Raises PermissionDenied."""
    if not can_follow(member, thread):
        raise PermissionDenied(_("Sign in to follow a thread."))
    Following.objects.get_or_create(thread=thread, member=member)


@transaction.atomic
def unfollow_thread(*, member: User, thread: Thread) -> None:
    """Ends that; where nothing was followed, nothing changes."""
    Following.objects.filter(thread=thread, member=member).delete()


@transaction.atomic
def mark_all_seen(*, member: User) -> None:
    """Says that the member has read every thread that they follow."""
    Following.objects.filter(member=member).update(seen_at=timezone.now())
