"""What two members who agreed write to each other, and how each lets go of it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.rights import IsRemoved
from markup import members_text
from markup.hygiene import clean, is_blank
from members.contact import agree_to_contact, close_door, locked, pair_of, part, recount
from members.models import Connection, Message, Standing
from members.permissions import can_read_message, can_write, can_write_first
from members.querysets import MessageQuerySet
from moderation.models import Visibility
from moderation.services import close_case, look_at, may_link, record_look
from notifications.services import forget, notify

UNASKED = 3
"""So many messages may someone send who wrote without a wave, until the other answers."""
ENDED = gettext_lazy("This conversation has ended. Nobody can write in it any more.")


@transaction.atomic
def send(
    *,
    sender: User,
    connection: Connection,
    body: str,
    visibility: Visibility | None = None,
    sent_at: datetime | None = None,
) -> Message:
    """Writes to the other of two who agreed; what waited for the sender here counts as read.

    The words are looked at as a post is, unless `visibility` is given, but for what is ordinary between two who agreed.
    What is held reaches the other once a moderator has read it. Raises PermissionDenied, and ValidationError for no
    words or too many.
    """
    connection = locked(connection)
    if not can_write(sender, connection):
        raise PermissionDenied(ENDED)
    is_unasked = _is_unasked(connection, sender)
    message = Message(connection=connection, sender=sender, receiver_id=connection.other_id(sender))
    message.sent_at = sent_at or timezone.now()
    _put_words(message, body)
    look = None if visibility else look_at(author=sender, kind="message", body=body, is_between_two=not is_unasked)
    message.visibility = look.visibility if look else visibility or Visibility.VISIBLE
    message.save()
    mark_read(member=sender, connection=connection)
    record_look(item=message, look=look)
    if message.visibility == Visibility.VISIBLE:
        _arrive(message)
    return message


def follow_visibility(message: Message, was: str) -> None:
    """Brings what was held to the other once it is shown, and takes the news of it back once it is not. To somebody
    with whom the conversation has ended in between it comes too late, and never arrives."""
    if message.visibility == Visibility.VISIBLE and message.connection.state != Standing.ACCEPTED:
        Message.objects.filter(pk=message.pk, read_at=None, is_gone_for_sender=False).update(is_gone_for_receiver=True)
    elif message.visibility == Visibility.VISIBLE and message.read_at is None:
        _arrive(message)
    elif was == Visibility.VISIBLE:
        forget(key=_key(message))
        recount(message.receiver_id)


@transaction.atomic
def write_first(
    *, sender: User, to: User, body: str, consent: bool = False, visibility: Visibility | None = None
) -> Message:
    """Begins a conversation without a wave, with someone who chose to allow it. Raises as `send` does, and
    PermissionDenied where the other did not."""
    agree_to_contact(member=sender, says_yes=consent)
    if not can_write_first(sender, to):
        raise PermissionDenied(_("You cannot write to this member without a wave."))
    now = timezone.now()
    connection, _is_new = pair_of(
        sender, to, state=Standing.ACCEPTED, agreed_at=now, waved_at=now, is_direct=True, wave_count=0
    )
    return send(sender=sender, connection=connection, body=body, visibility=visibility)


@transaction.atomic
def mark_read(*, member: User, connection: Connection) -> None:
    """Says that the member has read what is new in a conversation; whoever wrote it is not told."""
    rows = Message.objects.filter(connection=connection, receiver=member, read_at=None, visibility=Visibility.VISIBLE)
    oldest = rows.oldest_first().first()
    if oldest:
        forget(key=_key(oldest))
        rows.update(read_at=timezone.now())
    recount(member.pk)


@transaction.atomic
def remove_message(*, by: User, message: Message) -> None:
    """Lets go of one message for oneself. What both let go, and what never reached the other, is deleted.

    Doing it twice changes nothing more. Raises PermissionDenied for a message of others.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if by.pk not in {message.sender_id, message.receiver_id}:
        raise PermissionDenied(_("Only the two people remove a message, each for themselves."))
    if not can_read_message(by, message):
        return
    _let_go(Message.objects.filter(pk=message.pk), by)
    forget(key=_key(message))
    recount(message.receiver_id)


@transaction.atomic
def let_go(*, by: User, connection: Connection) -> None:
    """Lets go of a whole conversation for oneself, once it has ended. Raises PermissionDenied before that."""
    connection = locked(connection)
    if not connection.is_of(by) or connection.state == Standing.ACCEPTED:
        raise PermissionDenied(_("End the conversation first."))
    _let_all_go(connection, by)


@transaction.atomic
def leave_contact(*, member: User) -> None:
    """Ends everything that stands on the member's consent to contact: waves, conversations and their view of them.

    Those whom they wrote to keep what they received.
    """
    close_door(member=member)
    for connection in Connection.objects.of(member).select_related("waver", "receiver").order_by("pk"):
        other = connection.receiver if connection.waver_id == member.pk else connection.waver
        part(member, other)
        _let_all_go(locked(connection), member)
    recount(member.pk)


@transaction.atomic
def erase_contact(*, member: User, is_removed: IsRemoved) -> None:
    """Leaves every conversation for good. What the member wrote goes where they want their texts removed; otherwise the
    others keep it. Rows that hold nothing for anybody are deleted."""
    leave_contact(member=member)
    sent = Message.objects.filter(sender=member)
    gone = [message for message in sent if is_removed("message", message.pk)]
    for message in gone:
        forget(key=_key(message))
    others = {message.receiver_id for message in gone}
    Message.objects.filter(pk__in=[message.pk for message in gone]).delete()
    Connection.objects.of(member).filter(messages=None).delete()
    recount(*others)


def _is_unasked(connection: Connection, sender: User) -> bool:
    """Whether the sender wrote without a wave and has no answer yet; raises ValidationError when they go on and on."""
    if not connection.is_direct or connection.waver_id != sender.pk:
        return False
    messages = Message.objects.filter(connection=connection)
    if messages.filter(receiver=sender).exists():
        return False
    if messages.filter(sender=sender).count() >= UNASKED:
        raise ValidationError(_("You have written several times. Please wait for an answer."))
    return True


def _put_words(message: Message, body: str) -> None:
    message.body = clean(body)
    if is_blank(message.body):
        raise ValidationError({"body": _("Please write something.")})
    message.body_html = members_text.render(message.body, with_links=may_link(author=message.sender, text=message.body))
    message.full_clean()


def _arrive(message: Message) -> None:
    """The conversation moves up in both lists, and the receiver hears of it once, until they have read it."""
    earlier = Connection.objects.filter(pk=message.connection_id).exclude(last_message_at__gt=message.sent_at)
    earlier.update(last_message_at=message.sent_at)
    rows = Message.objects.filter(connection=message.connection, receiver=message.receiver_id, read_at=None)
    oldest = rows.filter(visibility=Visibility.VISIBLE).oldest_first().first() or message
    notify(
        kind="message",
        recipients=[message.receiver],
        title=_("You have a new message."),
        url=message.connection.get_absolute_url(),
        key=_key(oldest),
        actor=message.sender,
    )
    recount(message.receiver_id)


def _let_all_go(connection: Connection, member: User) -> None:
    _let_go(Message.objects.filter(connection=connection), member)
    if connection.waver_id == member.pk:
        connection.is_gone_for_waver = True
    else:
        connection.is_gone_for_receiver = True
    connection.save(update_fields=["is_gone_for_waver", "is_gone_for_receiver"])
    recount(member.pk)


def _let_go(rows: MessageQuerySet, member: User) -> None:
    sent, received = rows.filter(sender=member), rows.filter(receiver=member)
    for waiting in sent.filter(visibility=Visibility.HELD):
        close_case(item=waiting)
    sent.filter(Q(is_gone_for_receiver=True) | Q(visibility=Visibility.HELD)).delete()
    received.filter(is_gone_for_sender=True).delete()
    sent.update(is_gone_for_sender=True)
    received.update(is_gone_for_receiver=True)


def _key(message: Message) -> str:
    return f"message:{message.pk}"
