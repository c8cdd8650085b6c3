"""Finds what a form of the forum is about, for the person who sends it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from forum.models import Post, Thread
from moderation.models import Audience, Visibility
from writing.resending import resend_page


def thread_for(request: HttpRequest, pk: int) -> Thread:
    """A thread that the viewer may read. Raises Http404."""
    threads: QuerySet[Thread] = Thread.objects.readable_by(request.user).select_related("author")
    return get_object_or_404(threads, pk=pk)


def post_for(request: HttpRequest, pk: int) -> Post:
    """A reply that the viewer may read, in a thread that they may read. Raises Http404."""
    posts: QuerySet[Post] = Post.objects.readable_by(request.user).select_related("thread__author", "author")
    post = get_object_or_404(posts, pk=pk)
    is_own = request.user.pk in {post.author_id, post.thread.author_id}
    if not is_own and post.thread.visibility != Visibility.VISIBLE:
        raise Http404
    if post.thread.audience == Audience.MEMBERS and not request.user.is_authenticated:
        raise Http404
    return post


def keeps_text(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Where the thread has gone while someone wrote, what they wrote is on the next page."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        try:
            return view(request, **arguments)
        except Http404:
            if request.method != "POST":
                raise
            words = _("What you wrote about is no longer there. You can copy your words and ask your own question.")
            return resend_page(request, words, heading=_("This has been taken back"), status=404)

    return answer
