"""Waving, answering, writing, ending: each is a form on a page of its own, and leads back to the messages."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from accounts.requests import MemberRequest, page_before
from members import contact, messaging
from members.contact_forms import ContactForm, DoorForm, FirstMessageForm, MessageForm
from members.models import Connection, Message, OpenDoor, Standing
from members.permissions import can_answer_wave, can_end, can_write
from members.views import own_page
from moderation.helping import way_after_posting, writer_may_be_in_danger
from moderation.models import Visibility
from moderation.services import starting_visibility
from writing.limits import Limit, check_limit
from writing.services import discard_draft, find_draft, save_draft, submit_once
from writing.signing_in import signed_in
from writing.writers import Writer

WAVES = Limit("wave", most=10, seconds=24 * 3600)
FIRST_WAVES = Limit("wave-first", most=3, seconds=24 * 3600)
MESSAGES = Limit("message", most=60, seconds=3600)
FIRST_MESSAGES = Limit("message-first", most=20, seconds=3600)
"""Those called first are for members whose first texts are still read before others see them."""
DRAFT = "message"


@own_page
def wave(request: MemberRequest, username: str) -> HttpResponse:
    """Asks once more, then waves. Beside a name in a list nothing is asked but the consent, if it was never given."""
    to, by, back = _member(request, username), request.user, page_before(request)
    has_said_yes = has_consent(by, ConsentKind.MESSAGES)
    is_asked = request.method == "POST" and (has_said_yes or request.POST.get("go") != "at-once")
    form = ContactForm(request.POST if is_asked else None, has_consent=has_said_yes)
    if is_asked and form.is_valid() and _done(form, lambda: _wave(by, to, form)):
        messages.success(request, _("You waved to %(name)s.") % {"name": to})
        return redirect(back or "message-list")
    return render(request, "members/wave.html", {"form": form, "to": to, "back": back})


def _wave(by: User, to: User, form: forms.Form) -> None:
    check_limit(_limit(by, WAVES, FIRST_WAVES), who=_who(by))
    contact.wave(by=by, to=to, consent=bool(form.cleaned_data.get("consent")))


@own_page
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Answers a wave with yes."""
    connection, by = _connection(request, pk), request.user
    if connection.state == Standing.ACCEPTED:
        return redirect(connection)
    if not can_answer_wave(by, connection):
        raise Http404
    if request.method == "POST":
        contact.accept(by=by, connection=connection)
        messages.success(request, _("You can write to each other now."))
        return redirect(connection)
    return _ask(request, connection, "accept")


@own_page
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Answers a wave with no, which nobody hears."""
    connection = _connection(request, pk)
    if not can_answer_wave(request.user, connection):
        raise Http404
    if request.method == "POST":
        contact.decline(by=request.user, connection=connection)
        messages.success(request, _("The wave is put away. They are not told."))
        return redirect("message-list")
    return _ask(request, connection, "decline")


@own_page
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Ends a conversation, or takes one's own wave back."""
    connection = _connection(request, pk)
    if connection.state == Standing.ENDED and connection.agreed_at:
        return redirect(connection)
    if not can_end(request.user, connection):
        raise Http404
    if request.method == "POST":
        contact.end(by=request.user, connection=connection)
        messages.success(request, _("It has ended.") if connection.agreed_at else _("Your wave is taken back."))
        return redirect("message-list")
    return _ask(request, connection, "end" if connection.state == Standing.ACCEPTED else "take-back")


@own_page
def let_go(request: MemberRequest, pk: int) -> HttpResponse:
    """Removes a conversation that has ended, for oneself."""
    connection = _conversation(request, pk)
    if connection.state == Standing.ACCEPTED:
        return redirect(connection)
    if request.method == "POST":
        messaging.let_go(by=request.user, connection=connection)
        messages.success(request, _("The conversation is removed from your messages."))
        return redirect("message-list")
    return _ask(request, connection, "let-go")


@require_POST
@signed_in
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """Opens a conversation, and marks what is new there as read."""
    connection = _conversation(request, pk)
    messaging.mark_read(member=request.user, connection=connection)
    return redirect(connection)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """Sends a message, or keeps it for later; after a mistake it is here with what was typed."""
    connection, member = _conversation(request, pk), request.user
    if request.method != "POST":
        draft = find_draft(writer=Writer(member=member), kind=DRAFT, about=str(pk))
        return _show(request, MessageForm(initial=dict(draft.fields) if draft else {}), connection)
    if request.POST.get("go") == "keep":
        _keep(member, connection, request.POST.get("body", ""))
        messages.success(request, _("Your words are kept. Only you can see them."))
        return redirect(connection)
    form = MessageForm(request.POST)
    url: list[str] = []
    if form.is_valid() and _done(form, lambda: url.append(_send_once(request, connection, form))):
        return redirect(url[0])
    return _show(request, form, connection)


def _send_once(request: MemberRequest, connection: Connection, form: forms.Form) -> str:
    def send() -> str:
        check_limit(_limit(request.user, MESSAGES, FIRST_MESSAGES), who=_who(request.user))
        sent = messaging.send(sender=request.user, connection=connection, body=form.cleaned_data["body"])
        discard_draft(writer=Writer(member=request.user), kind=DRAFT, about=str(connection.pk))
        return way_after_posting(sent, sent.get_absolute_url())

    return submit_once(member=request.user, sent=request.POST, act=send)


def _keep(member: User, connection: Connection, body: str) -> None:
    save_draft(
        writer=Writer(member=member),
        kind=DRAFT,
        about=str(connection.pk),
        title=_("A message"),
        fields={"body": body},
        url=connection.get_absolute_url(),
    )


@own_page
def write_first(request: MemberRequest, username: str) -> HttpResponse:
    """Writes to someone who allows it without a wave."""
    to, by = _member(request, username), request.user
    form = FirstMessageForm(request.POST or None, has_consent=has_consent(by, ConsentKind.MESSAGES))
    url: list[str] = []
    if form.is_valid() and _done(form, lambda: url.append(_send_first(request, to, form))):
        return redirect(url[0])
    context = {"form": form, "to": to, "can_send": True, "shows_help": writer_may_be_in_danger(form)}
    return render(request, "members/message_form.html", context)


def _send_first(request: MemberRequest, to: User, form: forms.Form) -> str:
    def send() -> str:
        check_limit(_limit(request.user, WAVES, FIRST_WAVES), who=_who(request.user))
        typed = form.cleaned_data
        consent = bool(typed.get("consent"))
        sent = messaging.write_first(sender=request.user, to=to, body=typed["body"], consent=consent)
        return way_after_posting(sent, sent.get_absolute_url())

    return submit_once(member=request.user, sent=request.POST, act=send)


@own_page
def remove_message(request: MemberRequest, pk: int, message: int) -> HttpResponse:
    """Removes one message for oneself."""
    connection = _conversation(request, pk)
    rows = Message.objects.readable_by(request.user).filter(connection=connection)
    found = get_object_or_404(rows, pk=message)
    if request.method == "POST":
        messaging.remove_message(by=request.user, message=found)
        messages.success(request, _("The message is removed for you."))
        return redirect(connection)
    return _ask(request, connection, "remove", message=found)


@own_page
def choice(request: MemberRequest) -> HttpResponse:
    """Who may reach the member: by a wave, and without one."""
    has_said_yes = has_consent(request.user, ConsentKind.MESSAGES)
    is_open = OpenDoor.objects.filter(member=request.user).exists()
    form = DoorForm(request.POST or None, has_consent=has_said_yes, initial={"is_open": is_open})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["is_open"]:
            contact.open_door(member=request.user, consent=bool(form.cleaned_data.get("consent")))
        else:
            _close(request.user, form)
        messages.success(request, _("Saved."))
        return redirect("contact-choice")
    context = {"form": form, "has_consent": has_said_yes, "heading": _("Who may reach me")}
    return render(request, "members/contact_choice.html", context)


def _close(member: User, form: forms.Form) -> None:
    if form.cleaned_data.get("consent"):
        contact.agree_to_contact(member=member, says_yes=True)
    contact.close_door(member=member)


def _member(request: MemberRequest, username: str) -> User:
    """Another member. Raises Http404."""
    others = User.objects.filter(is_active=True, closed_at=None).exclude(pk=request.user.pk)
    return get_object_or_404(others, username=username)


def _connection(request: MemberRequest, pk: int) -> Connection:
    """What is between the member and another one. Raises Http404 for what is between others."""
    rows = Connection.objects.of(request.user).select_related("waver", "receiver")
    return get_object_or_404(rows, pk=pk)


def _conversation(request: MemberRequest, pk: int) -> Connection:
    """A conversation to which both agreed. Raises Http404."""
    rows = Connection.objects.conversations_of(request.user).select_related("waver", "receiver")
    return get_object_or_404(rows, pk=pk)


def _other(request: MemberRequest, connection: Connection) -> User:
    other: User = connection.receiver if connection.waver_id == request.user.pk else connection.waver
    return other


def _ask(request: MemberRequest, connection: Connection, act: str, **more: Any) -> HttpResponse:
    back = connection.get_absolute_url() if connection.agreed_at else ""
    context = {"act": act, "other": _other(request, connection), "back": back, **more}
    return render(request, "members/contact_confirm.html", context)


def _show(request: MemberRequest, form: MessageForm, connection: Connection) -> HttpResponse:
    context = {
        "form": form,
        "to": _other(request, connection),
        "connection": connection,
        "can_send": can_write(request.user, connection),
        "shows_help": writer_may_be_in_danger(form),
    }
    return render(request, "members/message_form.html", context)


def _done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether it could be carried out; otherwise the form holds why not."""
    try:
        act()
    except ValidationError as error:
        form.add_error(None, error.messages)
    except PermissionDenied as error:
        form.add_error(None, str(error))
    return not form.errors


def _limit(member: User, usual: Limit, first: Limit) -> Limit:
    return usual if starting_visibility(author=member) == Visibility.VISIBLE else first


def _who(member: User) -> str:
    return f"member:{member.pk}"
