"""What becomes of a thread: changed, followed, answered, closed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from forum import services
from forum.forms import CloseForm, QuestionForm
from forum.permissions import can_close, can_edit
from forum.views.loading import keeps_text, thread_for
from moderation.waiting_words import note_waiting_change
from writing.limits import EDITS, check_rule
from writing.signing_in import signed_in

type Answer = HttpResponseBase


@never_cache
@keeps_text
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> Answer:
    """Changes one's own question, and who may read it."""
    thread = thread_for(request, pk)
    if not can_edit(request.user, thread):
        raise PermissionDenied(_("Only its author changes a question."))
    form = QuestionForm.of(thread, request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        check_rule(EDITS, member=request.user)
        names = ("title", "body", "audience", "is_anonymous")
        services.edit_thread(by=request.user, thread=thread, **{name: form.cleaned_data[name] for name in names})
        if not note_waiting_change(request, target="thread", target_id=thread.pk):
            messages.success(request, _("Your question is changed."))
        return redirect(thread)
    return render(request, "forum/edit_form.html", {"form": form, "item": thread, "heading": _("Change your question")})


@signed_in
@require_POST
def follow(request: MemberRequest, pk: int) -> Answer:
    """Follows a thread, or no longer (`stop`)."""
    thread = thread_for(request, pk)
    if "stop" in request.POST:
        services.unfollow_thread(member=request.user, thread=thread)
        messages.success(request, _("You no longer hear of new replies here."))
    else:
        services.follow_thread(member=request.user, thread=thread)
        messages.success(request, _("You will hear of new replies here."))
    return redirect(thread)


@signed_in
@require_POST
def answered(request: MemberRequest, pk: int) -> Answer:
    """Says that one's question is answered, or not after all (`undo`)."""
    thread = thread_for(request, pk)
    services.mark_answered(by=request.user, thread=thread, is_answered="undo" not in request.POST)
    return redirect(thread)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def close(request: MemberRequest, pk: int) -> Answer:
    """Closes a thread with a reason, or opens it again (`reopen`)."""
    thread = thread_for(request, pk)
    if not can_close(request.user):
        raise PermissionDenied(_("Only moderators close a thread."))
    if "reopen" in request.POST:
        services.reopen(by=request.user, thread=thread)
        return redirect(thread)
    form = CloseForm(request.POST or None, initial={"reason": thread.closed_reason, "closed_to": thread.closed_to})
    if request.method == "POST" and form.is_valid():
        try:
            services.close(by=request.user, thread=thread, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect(thread)
    return render(request, "forum/close_form.html", {"form": form, "thread": thread})


@signed_in
@require_POST
def seen(request: MemberRequest) -> Answer:
    """Says that the member has read every thread that they follow."""
    services.mark_all_seen(member=request.user)
    return redirect(f"{reverse('thread-list')}?tab=following")
