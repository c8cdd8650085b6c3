"""Every change in the forum: to threads, to replies, to who follows what, and the offers that nobody be left alone."""

from forum.services.changes import contributions, follow_post_change, follow_thread_change
from forum.services.following import follow_thread, mark_all_seen, unfollow_thread
from forum.services.offers import choose_to_help, offer_thread, tell_asker
from forum.services.posts import edit_post, reply, take_back_post_vote, vote_post_helpful
from forum.services.threads import ask, close, edit_thread, mark_answered, reopen
from forum.services.withdrawing import bring_back, withdraw, withdraw_everything

__all__ = [
    "ask",
    "bring_back",
    "choose_to_help",
    "close",
    "contributions",
    "edit_post",
    "edit_thread",
    "follow_post_change",
    "follow_thread",
    "follow_thread_change",
    "mark_all_seen",
    "mark_answered",
    "offer_thread",
    "reopen",
    "reply",
    "take_back_post_vote",
    "tell_asker",
    "unfollow_thread",
    "vote_post_helpful",
    "withdraw",
    "withdraw_everything",
]
