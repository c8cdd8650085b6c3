"""Who hears of what in the forum. A title never says what somebody wrote, and no name that was not to be shown."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from forum.models import Post, Thread
from notifications.services import forget, notify


def tell_who_waits(post: Post, thread: Thread) -> None:
    """Whoever asked, whoever is quoted and those who follow the thread hear of a new reply, each once."""
    following = User.objects.filter(followings__thread=thread)
    quoted = User.objects.filter(posts=post.quoted_id) if post.quoted_id else User.objects.none()
    _tell(post, "forum-reply", following.filter(pk=thread.author_id), _("Someone replied to your question."))
    _tell(post, "forum-reply", quoted, _("Someone replied to what you wrote."))
    _tell(post, "forum-followed", following, _("There is a new reply in a thread that you follow."))


def take_back_news(post: Post) -> None:
    """Nobody is led to a reply that can no longer be read."""
    forget(key=_post_key(post))


def tell_of_offer(thread: Thread, members: QuerySet[User]) -> None:
    """Asks members who would help to look at a thread that nobody has replied to."""
    notify(
        kind="forum-offer",
        recipients=members,
        title=_("Somebody asked something that you may know. Nobody has replied yet."),
        url=thread.get_absolute_url(),
        key=_offer_key(thread),
    )


def take_back_offers(thread: Thread) -> None:
    """Nobody is led to a thread that can no longer be read."""
    forget(key=_offer_key(thread))


def tell_of_silence(thread: Thread, url: str) -> None:
    """Tells whoever asked that nobody has replied, and where to read what there is. `url` is that page."""
    notify(
        kind="forum-waiting",
        recipients=[thread.author],
        title=_("Nobody has replied to your question yet. See what there is until then."),
        url=url,
        key=f"waiting:{thread.pk}",
    )


def _tell(post: Post, kind: str, members: QuerySet[User], title: str) -> None:
    """Tells members of a reply; `notify` leaves out its author, and whoever blocked or muted them."""
    notify(
        kind=kind,
        recipients=members,
        title=title,
        url=post.get_absolute_url(),
        key=_post_key(post),
        actor=post.author,
    )


def _post_key(post: Post) -> str:
    return f"post:{post.pk}"


def _offer_key(thread: Thread) -> str:
    return f"offer:{thread.pk}"
