"""Replying, changing a reply, and saying that one helped."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import ConsentKind, User
from accounts.requests import MemberRequest
from accounts.services import give_consent
from forum import drafts, services
from forum.forms import EditPostForm, ReplyForm
from forum.models import Post, Thread
from forum.permissions import can_edit, can_reply
from forum.views.loading import keeps_text, post_for, thread_for
from moderation.helping import way_after_posting, writer_may_be_in_danger
from moderation.waiting_words import note_waiting_change
from writing.limits import EDITS, REPLIES, VOTES, check_rule
from writing.origins import draft_from_here
from writing.services import submit_once
from writing.signing_in import signed_in
from writing.writers import remember, writer_of

type Answer = HttpResponseBase


@never_cache
@draft_from_here
@keeps_text
@require_POST
def keep(request: HttpRequest, pk: int) -> Answer:
    """Keeps what a visitor wrote below a thread, and says how to go on."""
    thread, writer = thread_for(request, pk), writer_of(request)
    drafts.keep_reply(writer, thread, request.POST)
    response = redirect("thread-reply", pk=pk)
    remember(response, writer)
    return response


@never_cache
@keeps_text
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: int) -> Answer:
    """A page of its own to reply on: with a quote, with a draft, or after a mistake."""
    thread = thread_for(request, pk)
    if request.method == "POST":
        return _send(request, thread=thread)
    kept = drafts.found_reply(writer_of(request), thread)
    asked_quote = {"quote": request.GET["quote"]} if "quote" in request.GET else {}
    member = request.user if isinstance(request.user, User) else None
    return _show(request, ReplyForm(initial=kept | asked_quote, member=member), thread)


@signed_in
def _send(request: HttpRequest, thread: Thread) -> Answer:
    member: Any = request.user
    form = ReplyForm(request.POST, member=member)
    if not form.is_valid():
        return _show(request, form, thread)
    try:
        url = submit_once(member=member, sent=request.POST, act=lambda: _reply(request, member, thread, form))
    except (PermissionDenied, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return _show(request, form, thread)
    return redirect(url)


def _reply(request: HttpRequest, member: User, thread: Thread, form: ReplyForm) -> str:
    check_rule(REPLIES, member=member)
    if "consent" in form.fields:
        give_consent(member=member, kind=ConsentKind.PUBLISHING)
    typed = form.cleaned_data
    post = services.reply(
        author=member,
        thread=thread,
        body=typed["body"],
        quoted=_quoted(thread, typed["quote"]),
        quotes_question=typed["quote"] == "question",
        is_anonymous=typed["is_anonymous"],
        follows=typed["follows"],
    )
    drafts.drop_reply(request, thread)
    return way_after_posting(post, post.get_absolute_url())


def _quoted(thread: Thread, quote: str) -> Post | None:
    """The reply that is quoted; none where it has gone since."""
    if not quote.isascii() or not quote.isdigit() or len(quote) > 18:
        return None
    return Post.objects.counted().filter(thread=thread, pk=int(quote)).select_related("author").first()


def _show(request: HttpRequest, form: ReplyForm, thread: Thread) -> Answer:
    quote = str(form["quote"].value() or "")
    quoted = thread if quote == "question" else _quoted(thread, quote)
    is_open = thread.visibility == "visible" and not thread.is_closed
    context = {
        "form": form,
        "thread": thread,
        "shows_help": writer_may_be_in_danger(form),
        "quoted": quoted,
        "quoted_name": _name(quoted) if quoted else "",
        "is_open": can_reply(request.user, thread) if request.user.is_authenticated else is_open,
    }
    return render(request, "forum/reply_form.html", context)


def _name(item: Thread | Post) -> str:
    return _("A member") if item.is_anonymous else item.author.display_name


@never_cache
@keeps_text
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> Answer:
    """Changes one's own reply."""
    post, member = post_for(request, pk), request.user
    if not can_edit(member, post):
        raise PermissionDenied(_("Only its author changes a reply."))
    form = EditPostForm.of(post, request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        check_rule(EDITS, member=member)
        typed = form.cleaned_data
        services.edit_post(by=member, post=post, body=typed["body"], is_anonymous=typed["is_anonymous"])
        if not note_waiting_change(request, target="post", target_id=post.pk):
            messages.success(request, _("Your reply is changed."))
        return redirect(post)
    return render(request, "forum/edit_form.html", {"form": form, "item": post, "heading": _("Change your reply")})


@never_cache
@require_http_methods(["GET", "POST"])
def helped(request: HttpRequest, pk: int) -> Answer:
    """Says that a reply helped, or takes that back (`undo`).

    Who comes from signing in is asked once more: no GET counts.
    """
    post, member = post_for(request, pk), request.user
    if request.method == "GET" or not isinstance(member, User):
        heading = _("Did this reply help you?")
        return render(request, "writing/helped.html", {"item": post, "heading": heading})
    check_rule(VOTES, member=member)
    if "undo" in request.POST:
        services.take_back_post_vote(voter=member, post=post)
    else:
        services.vote_post_helpful(voter=member, post=post)
    return redirect(post)
