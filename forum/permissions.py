from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from forum.models import Thread


def can_ask(user: User | AnonymousUser) -> bool:
    """Members who are signed in."""
    return user.is_authenticated and user.is_active


def can_reply(user: User | AnonymousUser, thread: Thread) -> bool:
    """Members, in a thread that is open."""
    return can_ask(user) and thread.visibility == "visible" and not thread.is_closed


def can_close(user: User | AnonymousUser) -> bool:
    """Moderators."""
    return user.has_perm("forum.change_thread")
