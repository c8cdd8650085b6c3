"""Saying that a story helped, and taking that back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import points
from accounts.models import User
from accounts.services import add_points
from conditions.services import mark_changed
from stories.models import Story, StoryVote
from stories.permissions import can_vote
from writing import votes


@transaction.atomic
def vote_helpful(*, voter: User, story: Story) -> None:
    """Says that a story helped; saying it again changes nothing. Raises PermissionDenied, for one's own story too."""
    if not can_vote(voter, story):
        raise PermissionDenied(_("Members vote once for what helped them, never for their own words."))
    if votes.add_vote(StoryVote(story=story, voter=voter)):
        _count(story, 1)


@transaction.atomic
def take_back_vote(*, voter: User, story: Story) -> None:
    """Takes one's own vote back; there may be none. Raises PermissionDenied."""
    if not can_vote(voter, story):
        raise PermissionDenied(_("Members vote once for what helped them, never for their own words."))
    if votes.take_back_vote(StoryVote(story=story, voter=voter)):
        _count(story, -1)


def _count(story: Story, change: int) -> None:
    Story.objects.filter(pk=story.pk).update(helpful_count=F("helpful_count") + change)
    if not story.is_anonymous:
        add_points(member=story.author, points=change * points.PER_HELPFUL_VOTE)
    mark_changed([story.condition_id])
