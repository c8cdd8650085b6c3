"""What members may take along of their stories, and what goes when they leave."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.rights import IsRemoved, OwnText, Records, records
from moderation.models import Visibility
from stories.models import Story, StoryThanks, StoryUpdate, StoryVersion, StoryVote
from stories.permissions import can_vote
from stories.services import delete_story, public_thanks_title, take_thanks_off
from stories.services.votes import take_back_vote


def export(member: User) -> Records:
    """Stories with their later parts and earlier versions, and votes."""
    return {
        **records(
            Story.objects.filter(author=member).select_related("condition"),
            leave_out="body_html teaser",
            in_words="condition",
        ),
        **records(StoryUpdate.objects.filter(story__author=member), leave_out="body_html"),
        **records(StoryVersion.objects.filter(story__author=member)),
        **records(StoryVote.objects.filter(voter=member)),
        **records(StoryThanks.objects.filter(author=member), leave_out="body_html"),
    }


def own_texts(member: User) -> list[OwnText]:
    """The stories and thank-yous that others can read."""
    stories = Story.objects.filter(author=member, visibility=Visibility.VISIBLE)
    thanks = StoryThanks.objects.filter(author=member, visibility=Visibility.VISIBLE).select_related("story")
    return [
        *(OwnText("story", story.pk, story.title, story.get_absolute_url(), story.posted_at) for story in stories),
        *(OwnText("thanks", one.pk, public_thanks_title(one), one.get_absolute_url(), one.posted_at) for one in thanks),
    ]


@transaction.atomic
def erase(*, member: User, is_removed: IsRemoved) -> None:
    """Deletes what is to go or nobody may read, all earlier versions, and votes."""
    for vote in StoryVote.objects.filter(voter=member).select_related("story__author"):
        if can_vote(member, vote.story):
            take_back_vote(voter=member, story=vote.story)
        else:
            vote.delete()
            Story.objects.filter(pk=vote.story_id).update(helpful_count=F("helpful_count") - 1)
    for story in Story.objects.filter(author=member):
        if story.visibility != Visibility.VISIBLE or is_removed("story", story.pk):
            delete_story(by=member, story=story)
    for thanks in StoryThanks.objects.filter(author=member).select_related("author", "story__author"):
        if thanks.visibility != Visibility.VISIBLE or is_removed("thanks", thanks.pk):
            take_thanks_off(by=member, thanks=thanks)
    StoryVersion.objects.filter(story__author=member).delete()
