"""Pictures that moderators took away."""

from datetime import datetime

from django.db.models import QuerySet

from members.models import Profile
from moderation.models import Visibility
from moderation.retention import removed_for_good


def removed_pictures(before: datetime) -> QuerySet[Profile]:
    """Pictures that moderators took away before then: nobody can appeal any more."""
    gone = Profile.objects.filter(visibility=Visibility.REMOVED, pk__in=removed_for_good("picture", before))
    return gone.exclude(picture_key="")
