"""What members may take along of the forum, and what goes when they leave."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import IsRemoved, OwnText, Records, records
from forum.drafts import REPLY
from forum.models import Following, Offer, Post, PostEdit, PostVote, Thread, ThreadEdit, Volunteer
from forum.services import take_back_post_vote, withdraw
from moderation.models import Visibility
from writing.models import Draft


def export(member: User) -> Records:
    """Questions and replies with their earlier texts, votes, followed threads, and helping."""
    return {
        **records(Thread.objects.filter(author=member), leave_out="body_html"),
        **records(ThreadEdit.objects.filter(thread__author=member)),
        **records(Post.objects.filter(author=member), leave_out="body_html"),
        **records(PostEdit.objects.filter(post__author=member)),
        **records(PostVote.objects.filter(voter=member)),
        **records(Following.objects.filter(member=member)),
        **records(Volunteer.objects.filter(member=member)),
        **records(Offer.objects.filter(member=member)),
    }


def own_texts(member: User) -> list[OwnText]:
    """What others can read of the member in the forum."""
    threads = Thread.objects.filter(author=member, visibility=Visibility.VISIBLE)
    posts = Post.objects.filter(author=member, visibility=Visibility.VISIBLE).select_related("thread")
    return [
        *(OwnText("thread", its.pk, its.title, its.get_absolute_url(), its.posted_at) for its in threads),
        *(OwnText("post", its.pk, its.thread.shown_title, its.get_absolute_url(), its.posted_at) for its in posts),
    ]


@transaction.atomic
def erase(*, member: User, is_removed: IsRemoved) -> None:
    """Deletes the words of what is to go or nobody may read, all earlier texts, votes, and what was followed.

    Others' drafts of replies are called after the question: they lose its title with it.
    """
    for kind, rows in (("thread", Thread.objects.filter(author=member)), ("post", Post.objects.filter(author=member))):
        for item in rows:
            if item.visibility != Visibility.VISIBLE or is_removed(kind, item.pk):
                withdraw(by=member, item=item, for_good=True)
                if kind == "thread":
                    Draft.objects.filter(kind=REPLY, about=str(item.pk)).update(
                        title=_("A question that was taken back")
                    )
    ThreadEdit.objects.filter(thread__author=member).delete()
    PostEdit.objects.filter(post__author=member).delete()
    for vote in PostVote.objects.filter(voter=member).select_related("post"):
        take_back_post_vote(voter=member, post=vote.post)
    Following.objects.filter(member=member).delete()
    Volunteer.objects.filter(member=member).delete()
    Offer.objects.filter(member=member).delete()
