"""Questions and replies that were adverts."""

from datetime import datetime

from django.db.models import QuerySet

from forum.models import Post, Thread
from moderation.models import Visibility
from moderation.retention import removed_adverts


def old_adverts_in_threads(before: datetime) -> QuerySet[Thread]:
    """Threads that moderators took out as adverts before then."""
    return Thread.objects.filter(visibility=Visibility.REMOVED, pk__in=removed_adverts("thread", before))


def old_adverts_in_posts(before: datetime) -> QuerySet[Post]:
    """Posts that moderators took out as adverts before then."""
    return Post.objects.filter(visibility=Visibility.REMOVED, pk__in=removed_adverts("post", before))
