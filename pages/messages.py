"""A member's waves and conversations. Before both agreed there is no conversation for anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.blocks import avoided_by
from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from members.contact_forms import MessageForm
from members.models import Connection, Message, Standing
from members.permissions import can_write
from moderation.models import Visibility
from pages.meta import Meta, page_title
from pages.paging import Paging, paging
from pages.voices import Voice, voice
from writing.services import find_draft
from writing.writers import Writer

PER_PAGE = 30
LISTED = 200
DRAFT = "message"


@dataclass(frozen=True)
class WaveRow:
    """A wave that waits for the viewer (`accept` and `decline` lead on), or that the viewer made (`end` does)."""

    voice: Voice
    waved_at: datetime
    urls: dict[str, str]


@dataclass(frozen=True)
class ConversationRow:
    """A conversation in the list; opening it marks it as read."""

    voice: Voice
    last_at: datetime | None
    unread_count: int
    is_open: bool
    is_muted: bool
    url: str
    read_url: str


@dataclass(frozen=True)
class MessageList:
    """Everything that is between the viewer and others."""

    meta: Meta
    waves: tuple[WaveRow, ...]
    conversations: tuple[ConversationRow, ...]
    sent_waves: tuple[WaveRow, ...]
    has_consent: bool
    urls: dict[str, str]

    @property
    def is_empty(self) -> bool:
        return not (self.waves or self.conversations or self.sent_waves)


@dataclass(frozen=True)
class MessageCard:
    """One message. `state` is held or removed, on the sender's own view only."""

    pk: int
    voice: Voice
    is_own: bool
    is_new: bool
    body_html: str
    sent_at: datetime
    shows_help: bool
    state: str
    remove_url: str
    report_url: str


@dataclass(frozen=True)
class ConversationPage:
    """What two members wrote to each other, as one of them sees it: a page of it, the newest last."""

    meta: Meta
    name: str
    voice: Voice
    is_former: bool
    is_open: bool
    is_muted: bool
    is_blocked: bool
    messages: tuple[MessageCard, ...]
    unread_count: int
    paging: Paging
    form: MessageForm
    urls: dict[str, str]


def message_list_page(viewer: User) -> MessageList:
    """Gathers the list: five queries, however long it is."""
    pairs = Connection.objects.select_related("waver", "receiver")
    waves = pairs.waiting_for(viewer).order_by("-waved_at", "-pk")[:LISTED]
    sent = pairs.waved_by(viewer).order_by("-waved_at", "-pk")[:LISTED]
    unread = Count("messages", filter=_unread(viewer), distinct=True)
    talks = pairs.conversations_of(viewer).annotate(new=unread).newest_first()[:LISTED]
    avoided = avoided_by(viewer)
    return MessageList(
        meta=_meta(_("Messages")),
        waves=tuple(_wave(row, viewer, "accept", "decline") for row in waves),
        conversations=tuple(_conversation(row, viewer, avoided) for row in talks),
        sent_waves=tuple(_wave(row, viewer, "end") for row in sent),
        has_consent=has_consent(viewer, ConsentKind.MESSAGES),
        urls={"choice": reverse("contact-choice")},
    )


def load_conversation(pk: int, viewer: User) -> Connection:
    """A conversation of the viewer, to which both once agreed: one query. Raises Http404."""
    rows = Connection.objects.conversations_of(viewer).select_related("waver", "receiver")
    found: Connection | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def conversation_page(connection: Connection, *, viewer: User, number: str = "") -> ConversationPage:
    """Gathers a page of a conversation, the last one unless another is asked for: six queries."""
    other = _other(connection, viewer)
    rows = Message.objects.readable_by(viewer).filter(connection=connection)
    counts = rows.aggregate(total=Count("pk"), unread=Count("pk", filter=_new(viewer)))
    pages = paging(counts["total"], number or str(-(-counts["total"] // PER_PAGE)), PER_PAGE)
    blocks = {block.other_id: block.is_mute for block in viewer.blocks.filter(other=other)}
    return ConversationPage(
        meta=_meta(_("Conversation with %(name)s") % {"name": other.display_name}),
        name=other.display_name,
        voice=_voice(other),
        is_former=other.closed_at is not None,
        is_open=can_write(viewer, connection),
        is_muted=blocks.get(other.pk) is True,
        is_blocked=blocks.get(other.pk) is False,
        messages=tuple(_cards(rows.oldest_first()[pages.start : pages.stop], connection, viewer)),
        unread_count=counts["unread"],
        paging=pages,
        form=MessageForm(initial=_kept(connection, viewer)),
        urls=_urls(connection, other),
    )


def _kept(connection: Connection, viewer: User) -> dict[str, Any]:
    draft = find_draft(writer=Writer(member=viewer), kind=DRAFT, about=str(connection.pk))
    return {"body": draft.fields.get("body", "")} if draft else {}


def _cards(messages: Iterable[Message], connection: Connection, viewer: User) -> Iterable[MessageCard]:
    people = {person.pk: _voice(person) for person in (connection.waver, connection.receiver)}
    for message in messages:
        is_own = message.sender_id == viewer.pk
        yield MessageCard(
            pk=message.pk,
            voice=people[message.sender_id],
            is_own=is_own,
            is_new=not is_own and message.read_at is None,
            body_html=message.body_html,
            sent_at=message.sent_at,
            shows_help=message.shows_help,
            state="" if message.visibility == Visibility.VISIBLE else message.visibility,
            remove_url=reverse("message-remove", args=[connection.pk, message.pk]),
            report_url="" if is_own else reverse("report-new", args=["message", message.pk]),
        )


def _urls(connection: Connection, other: User) -> dict[str, str]:
    urls = {act: reverse(f"connection-{act}", args=[connection.pk]) for act in ("end", "let-go")}
    avoiding = {act.replace("-", "_"): reverse("avoid", args=[other.pk, act]) for act in ("mute", "block", "let-be")}
    return {
        "list": reverse("message-list"),
        "send": reverse("message-new", args=[connection.pk]),
        "read": reverse("conversation-read", args=[connection.pk]),
        "end": urls["end"],
        "let_go": urls["let-go"],
        **avoiding,
    }


def _wave(row: Connection, viewer: User, *acts: str) -> WaveRow:
    urls = {act: reverse(f"connection-{act}", args=[row.pk]) for act in acts}
    return WaveRow(voice=_voice(_other(row, viewer)), waved_at=row.waved_at, urls=urls)


def _conversation(row: Any, viewer: User, avoided: frozenset[int]) -> ConversationRow:
    other = _other(row, viewer)
    is_avoided = other.pk in avoided
    return ConversationRow(
        voice=_voice(other),
        last_at=row.last_message_at or row.agreed_at,
        unread_count=0 if is_avoided else row.new,
        is_open=row.state == Standing.ACCEPTED and other.is_active,
        is_muted=is_avoided,
        url=row.get_absolute_url(),
        read_url=reverse("conversation-read", args=[row.pk]),
    )


def _unread(viewer: User) -> Q:
    return Q(
        messages__receiver=viewer,
        messages__read_at=None,
        messages__is_gone_for_receiver=False,
        messages__visibility=Visibility.VISIBLE,
    )


def _new(viewer: User) -> Q:
    return Q(receiver=viewer, read_at=None)


def _other(row: Connection, viewer: User) -> User:
    other: User = row.receiver if row.waver_id == viewer.pk else row.waver
    return other


def _voice(member: User) -> Voice:
    username = "" if member.closed_at else member.username
    return voice(name=member.display_name, member_id=member.pk, username=username)


def _meta(heading: str) -> Meta:
    """Nobody but its reader gets such a page."""
    return Meta(title=page_title(heading, settings.SITE_NAME), description="", canonical="", is_indexable=False)
