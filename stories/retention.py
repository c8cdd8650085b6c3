"""Stories that were adverts."""

from datetime import datetime

from django.db.models import QuerySet

from moderation.models import Visibility
from moderation.retention import removed_adverts
from stories.models import Story


def old_adverts(before: datetime) -> QuerySet[Story]:
    """Stories that moderators took out as adverts before then."""
    return Story.objects.filter(visibility=Visibility.REMOVED, pk__in=removed_adverts("story", before))
