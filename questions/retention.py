"""What readers told the editors, when it has done its work, and answers that were adverts."""

from datetime import datetime

from django.db.models import QuerySet

from moderation.models import Visibility
from moderation.retention import removed_adverts
from questions.models import Answer, Concern, DraftVisit, PageFeedback


def old_feedback(before: datetime) -> QuerySet[PageFeedback]:
    """What readers said of pages before then."""
    return PageFeedback.objects.filter(sent_at__lt=before)


def old_visits(before: datetime) -> QuerySet[DraftVisit]:
    """That editors were at drafts before then."""
    return DraftVisit.objects.filter(seen_at__lt=before)


def settled_concerns(before: datetime) -> QuerySet[Concern]:
    """Concerns that were settled before then, with the words of whoever told us."""
    return Concern.objects.filter(settled_at__lt=before).exclude(words="")


def drop_words(concerns: QuerySet[Concern]) -> None:
    """Keeps what came of them, without those words."""
    concerns.update(words="")


def old_adverts(before: datetime) -> QuerySet[Answer]:
    """Answers that moderators took out as adverts before then."""
    return Answer.objects.filter(visibility=Visibility.REMOVED, pk__in=removed_adverts("answer", before))
