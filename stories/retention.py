"""Stories and thank-yous that were adverts."""

from datetime import datetime

from django.db.models import QuerySet

from moderation.models import Visibility
from moderation.retention import removed_adverts
from stories.models import Story, StoryThanks


def old_adverts(before: datetime) -> QuerySet[Story]:
    """Stories that moderators took out as adverts before then."""
    return Story.objects.filter(visibility=Visibility.REMOVED, pk__in=removed_adverts("story", before))


def old_adverts_in_thanks(before: datetime) -> QuerySet[StoryThanks]:
    """Thank-yous that moderators took out as adverts before then."""
    return StoryThanks.objects.filter(visibility=Visibility.REMOVED, pk__in=removed_adverts("thanks", before))
