"""Saying that something helped, once. The database holds it; a room adds the count, the points and the pages."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from writing.models import HelpfulVoteBase


def add_vote(vote: HelpfulVoteBase) -> bool:
    """Stores a vote that is not stored yet; False where this member has said so before, also a moment ago."""
    try:
        with transaction.atomic():
            vote.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def take_back_vote(vote: HelpfulVoteBase) -> bool:
    """Deletes this member's vote for this thing; False where there is none."""
    said = {field.attname: getattr(vote, field.attname) for field in vote._meta.concrete_fields if field.is_relation}
    deleted, _kinds = QuerySet(type(vote)).filter(**said).delete()
    return bool(deleted)
