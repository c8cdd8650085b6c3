"""How two members find to each other: one waves, the other answers or not, and either may end it.

Whoever waved is never told that the wave was declined, or that they are blocked: both look like a wave that waits.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import blocks
from accounts.models import Block, ConsentKind, User
from accounts.permissions import has_consent
from accounts.services import give_consent, put_waiting_count
from members.models import Connection, Message, OpenDoor, Standing
from members.permissions import can_answer_wave, can_end, reachable
from notifications.services import forget, notify

WAVE_AGAIN = timedelta(days=90)
MOST_WAVES = 2
"""So often may one member wave to another who does not answer, each time after WAVE_AGAIN."""
NO_WAVES = gettext_lazy("This member takes no waves at the moment.")
UNANSWERED = frozenset({Standing.WAVED, Standing.DECLINED})


def agree_to_contact(*, member: User, says_yes: bool) -> None:
    """Records the member's yes to contact. Raises ValidationError without one, now or earlier."""
    if says_yes:
        give_consent(member=member, kind=ConsentKind.MESSAGES)
    elif not has_consent(member, ConsentKind.MESSAGES):
        raise ValidationError(_("We need your consent for this. Please tick the box."))


@transaction.atomic
def wave(*, by: User, to: User, consent: bool = False) -> Connection:
    """Asks another member whether they would like to talk. Waving back agrees; waving twice is waving once.

    Raises PermissionDenied for a member who takes no waves, and ValidationError without consent, too soon or too often.
    """
    agree_to_contact(member=by, says_yes=consent)
    connection = Connection.objects.select_for_update().between(by.pk, to.pk).first()
    if connection and connection.state == Standing.ENDED:
        check_pause(connection, by=by)
    if to.pk not in reachable([to.pk], by=by):
        raise PermissionDenied(NO_WAVES)
    connection, is_new = (connection, False) if connection else pair_of(by, to)
    if is_new:
        _tell_of_wave(connection)
    elif can_answer_wave(by, connection):
        _agree(connection)
    elif connection.state == Standing.ENDED or may_repeat(connection, by=by):
        _wave_again(connection, by=by, to=to)
    return connection


@transaction.atomic
def accept(*, by: User, connection: Connection) -> Connection:
    """Answers a wave: both may write from now on. Accepting twice changes nothing more. Raises PermissionDenied."""
    connection = locked(connection)
    if connection.state == Standing.ACCEPTED and connection.is_of(by):
        return connection
    if not can_answer_wave(by, connection) or connection.waver_id not in reachable([connection.waver_id], by=by):
        raise PermissionDenied(_("There is no wave to answer any more."))
    _agree(connection)
    return connection


@transaction.atomic
def decline(*, by: User, connection: Connection) -> None:
    """Lets a wave pass. Whoever waved is not told, and for them the wave still waits. Raises PermissionDenied."""
    connection = locked(connection)
    if not can_answer_wave(by, connection):
        raise PermissionDenied(_("There is no wave to answer any more."))
    _decline(connection)


@transaction.atomic
def end(*, by: User, connection: Connection) -> None:
    """Ends a conversation, or takes one's own wave back. Ending twice changes nothing more. Raises PermissionDenied."""
    connection = locked(connection)
    if connection.state == Standing.ENDED and connection.is_of(by):
        return
    if not can_end(by, connection):
        raise PermissionDenied(_("Only the two people end a conversation."))
    _end(connection, by=by)


@transaction.atomic
def block(*, member: User, other: User) -> Block:
    """Blocks a member, and ends what is between the two without telling them. Raises ValidationError."""
    made = blocks.block(member=member, other=other)
    part(member, other)
    recount(member.pk)
    return made


@transaction.atomic
def mute(*, member: User, other: User) -> Block:
    """Folds away what the other writes; it is no longer counted. Raises ValidationError."""
    made = blocks.mute(member=member, other=other)
    recount(member.pk)
    return made


@transaction.atomic
def let_be(*, member: User, other: User) -> None:
    """Ends muting or blocking. A conversation that was ended does not come back by itself."""
    blocks.let_be(member=member, other=other)
    recount(member.pk)


@transaction.atomic
def open_door(*, member: User, consent: bool = False) -> OpenDoor:
    """Lets members with one of the same conditions write without a wave. Raises ValidationError without consent."""
    agree_to_contact(member=member, says_yes=consent)
    door, _is_new = OpenDoor.objects.get_or_create(member=member)
    return door


def close_door(*, member: User) -> None:
    """From now on members wave first; conversations that have begun go on."""
    OpenDoor.objects.filter(member=member).delete()


def part(member: User, other: User) -> None:
    """Ends whatever is between two members, as `member` wants it; the other is not told."""
    connection = Connection.objects.select_for_update().between(member.pk, other.pk).first()
    if connection is None or connection.state == Standing.ENDED:
        return
    if connection.state in UNANSWERED and connection.receiver_id == member.pk:
        _decline(connection)
    else:
        _end(connection, by=member)


def may_repeat(connection: Connection, *, by: User) -> bool:
    """Whether a wave that nobody answered has stood long enough to be repeated."""
    is_own = connection.waver_id == by.pk and connection.state in UNANSWERED
    is_due = timezone.now() >= connection.waved_at + WAVE_AGAIN
    return is_own and is_due and connection.wave_count < MOST_WAVES


def check_pause(connection: Connection, *, by: User) -> None:
    """Raises ValidationError while it is too soon to wave once more after something ended, or was done too often."""
    is_waver = connection.waver_id == by.pk
    count = connection.wave_count if is_waver else connection.receiver_wave_count
    waved_at = connection.waved_at if is_waver else connection.receiver_waved_at
    moments = [waved_at] if waved_at and count else []
    if connection.agreed_at and connection.ended_at and connection.ended_by_id != by.pk:
        moments.append(connection.ended_at)
    if count >= MOST_WAVES:
        raise ValidationError(_("You have waved twice. Now it is up to them."))
    again_at = max(moments, default=timezone.now() - WAVE_AGAIN) + WAVE_AGAIN
    if timezone.now() < again_at:
        day = date_format(timezone.localtime(again_at))
        raise ValidationError(_("You can wave to this member again from %(day)s on.") % {"day": day})


def locked(connection: Connection) -> Connection:
    """The row as it is now, which nobody else changes until the transaction ends."""
    return Connection.objects.select_for_update().get(pk=connection.pk)


def pair_of(by: User, to: User, **fields: Any) -> tuple[Connection, bool]:
    """The row of two members, locked, and whether it was made now. Where the other did the same in the same moment, the
    database lets one of the two rows in, and both find that."""
    connection = Connection(waver=by, receiver=to, **fields)
    try:
        with transaction.atomic():
            connection.full_clean()
            connection.save()
    except (IntegrityError, ValidationError):
        return Connection.objects.select_for_update().between(by.pk, to.pk).get(), False
    return connection, True


def recount(*members: int) -> None:
    """Stores how many waves and messages wait for each of some members, by their keys. The order is always the same, so
    that two at once do not wait for each other."""
    for pk in sorted(set(members)):
        put_waiting_count(member_id=pk, count=_counter(User(pk=pk)))


def _counter(member: User) -> Callable[[], int]:
    return lambda: Message.objects.unread_by(member).count() + Connection.objects.waiting_for(member).order_by().count()


def _wave_again(connection: Connection, *, by: User, to: User) -> None:
    forget(key=_wave_key(connection))
    if connection.waver_id != by.pk:
        connection.waver, connection.receiver = by, to
        kept = (connection.wave_count, connection.waved_at, connection.is_gone_for_waver)
        connection.wave_count = connection.receiver_wave_count
        connection.is_gone_for_waver = connection.is_gone_for_receiver
        connection.receiver_wave_count, connection.receiver_waved_at, connection.is_gone_for_receiver = kept
    connection.state, connection.waved_at = Standing.WAVED, timezone.now()
    connection.wave_count += 1
    connection.ended_at = connection.ended_by = None
    _save(connection)
    _tell_of_wave(connection)


def _tell_of_wave(connection: Connection) -> None:
    notify(
        kind="wave",
        recipients=[connection.receiver],
        title=_("Someone waved to you."),
        url=reverse("message-list"),
        key=_wave_key(connection),
        actor=connection.waver,
    )
    recount(connection.receiver_id)


def _agree(connection: Connection) -> None:
    forget(key=_wave_key(connection))
    now = timezone.now()
    connection.state, connection.agreed_at = Standing.ACCEPTED, connection.agreed_at or now
    connection.wave_count = connection.receiver_wave_count = 0
    connection.is_gone_for_waver = connection.is_gone_for_receiver = False
    _save(connection)
    notify(
        kind="wave-answered",
        recipients=[connection.waver],
        title=_("Someone waved back. You can write to each other now."),
        url=connection.get_absolute_url(),
        key=f"agreed:{connection.pk}:{_second(now)}",
        actor=connection.receiver,
    )
    recount(connection.receiver_id)


def _decline(connection: Connection) -> None:
    forget(key=_wave_key(connection))
    connection.state = Standing.DECLINED
    _save(connection)
    recount(connection.receiver_id)


def _end(connection: Connection, *, by: User) -> None:
    forget(key=_wave_key(connection))
    connection.state, connection.ended_at, connection.ended_by = Standing.ENDED, timezone.now(), by
    _save(connection)
    recount(connection.receiver_id)


def _save(connection: Connection) -> None:
    connection.full_clean()
    connection.save()


def _wave_key(connection: Connection) -> str:
    return f"wave:{connection.pk}"


def _second(moment: datetime) -> int:
    return int(moment.timestamp())
