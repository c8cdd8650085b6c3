"""Drafts that nobody came back to, and the traces of forms that nobody will send again."""

from datetime import datetime

from django.db.models import QuerySet

from writing.models import Draft, Submission, Tally


def old_drafts_of_visitors(before: datetime) -> QuerySet[Draft]:
    """What only a cookie knows, last changed before then."""
    return Draft.objects.filter(owner=None, updated_at__lt=before)


def old_drafts_of_members(before: datetime) -> QuerySet[Draft]:
    """What belongs to a member, last changed before then."""
    return Draft.objects.exclude(owner=None).filter(updated_at__lt=before)


def old_submissions(before: datetime) -> QuerySet[Submission]:
    """Traces of forms sent before then."""
    return Submission.objects.filter(sent_at__lt=before)


def old_tallies(before: datetime) -> QuerySet[Tally]:
    """Counts that ran out before then."""
    return Tally.objects.filter(expires_at__lt=before)
