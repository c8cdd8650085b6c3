"""Every change to a story: telling and changing it, who may read it, and saying that it helped."""

from stories.services.following import contributions, follow_story
from stories.services.keeping import (
    add_content_notes,
    anonymise_story,
    delete_story,
    return_story,
    share_story,
    withdraw_everything,
    withdraw_story,
)
from stories.services.telling import add_update, edit_story, remove_update, teaser, tell_story
from stories.services.thanking import follow_thanks, public_thanks_title, take_thanks_off, thank, thanks_title
from stories.services.votes import take_back_vote, vote_helpful

__all__ = [
    "add_content_notes",
    "add_update",
    "anonymise_story",
    "contributions",
    "delete_story",
    "edit_story",
    "follow_story",
    "follow_thanks",
    "public_thanks_title",
    "remove_update",
    "return_story",
    "share_story",
    "take_back_vote",
    "take_thanks_off",
    "teaser",
    "tell_story",
    "thank",
    "thanks_title",
    "vote_helpful",
    "withdraw_everything",
    "withdraw_story",
]
