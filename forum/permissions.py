from django.contrib.auth.models import AnonymousUser

from accounts.blocks import has_blocked
from accounts.models import User
from forum.models import Post, Thread
from moderation.models import Visibility
from moderation.permissions import can_moderate

STANDING = {Visibility.VISIBLE, Visibility.HELD}
"""States in which an author may still change what they wrote."""


def can_ask(user: User | AnonymousUser) -> bool:
    """Members who are signed in, unless a moderator asked them to pause."""
    return user.is_authenticated and user.is_active and not user.is_suspended


def can_reply(user: User | AnonymousUser, thread: Thread) -> bool:
    """Members, in a thread that is open, whose author has not blocked them."""
    if not isinstance(user, User) or not can_ask(user):
        return False
    is_open = thread.visibility == Visibility.VISIBLE and not thread.is_closed
    return is_open and not has_blocked(member=thread.author, other=user)


def can_quote(user: User, post: Post, thread: Thread) -> bool:
    """What is there to read in the same thread, and whose author has not blocked the member."""
    is_there = post.thread_id == thread.pk and post.visibility == Visibility.VISIBLE
    return is_there and not has_blocked(member=post.author, other=user)


def can_edit(user: User | AnonymousUser, item: Thread | Post) -> bool:
    """Its author, while nobody has taken it away."""
    return can_ask(user) and item.author_id == user.pk and item.visibility in STANDING


def can_bring_back(user: User | AnonymousUser, item: Thread | Post) -> bool:
    """Its author, after hiding it, while its words are still kept."""
    is_hidden = item.visibility == Visibility.WITHDRAWN and bool(item.body)
    return can_ask(user) and item.author_id == user.pk and is_hidden


def can_read_edits(user: User | AnonymousUser, item: Thread | Post) -> bool:
    """Its author and moderators: an earlier text may hold what its author wanted gone."""
    return (can_ask(user) and item.author_id == user.pk) or can_moderate(user)


def can_vote(user: User | AnonymousUser, post: Post) -> bool:
    """Members, for a reply that can be read and is not their own."""
    can_be_read = post.visibility == Visibility.VISIBLE and post.thread.visibility == Visibility.VISIBLE
    return can_ask(user) and can_be_read and post.author_id != user.pk


def can_follow(user: User | AnonymousUser, thread: Thread) -> bool:
    """Members, a thread that they can read."""
    return can_ask(user) and (thread.visibility == Visibility.VISIBLE or can_edit(user, thread))


def can_close(user: User | AnonymousUser) -> bool:
    """Moderators."""
    return can_moderate(user)
