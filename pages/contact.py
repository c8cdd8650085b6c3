"""What a member may do to meet another: the line that stands on a profile and beside a match."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from members.contact import UNANSWERED, check_pause, may_repeat
from members.models import Connection, Standing
from members.permissions import can_write_first, reachable


@dataclass(frozen=True)
class Contact:
    """The ways from the viewer to one member; each is an address, and empty where it is not open.

    `waved_at` is when the viewer waved and nobody answered, which looks the same whatever the reason.
    """

    waved_at: datetime | None = None
    wave_url: str = ""
    write_url: str = ""
    answer_url: str = ""
    take_back_url: str = ""
    talk_url: str = ""

    @property
    def is_open(self) -> bool:
        return self != Contact()


def contact_with(member: User, *, viewer: User | AnonymousUser) -> Contact:
    """The ways to one member, writing without a wave included: at most five queries, none for a visitor."""
    found = contacts_with({member.pk: member.username}, viewer=viewer).get(member.pk, Contact())
    if not isinstance(viewer, User) or not found.wave_url or found.waved_at or not can_write_first(viewer, member):
        return found
    return Contact(wave_url=found.wave_url, write_url=reverse("message-first", args=[member.username]))


def contacts_with(usernames: Mapping[int, str], *, viewer: User | AnonymousUser) -> dict[int, Contact]:
    """The ways to some members, by their keys, of whom these are the names in addresses: two queries however many they
    are, none for a visitor."""
    people = {pk: username for pk, username in usernames.items() if pk != viewer.pk}
    if not isinstance(viewer, User) or not people:
        return {}
    rows = Connection.objects.filter(Q(waver=viewer, receiver__in=people) | Q(receiver=viewer, waver__in=people))
    between = {row.other_id(viewer): row for row in rows}
    open_to = reachable(list(people), by=viewer)
    return {pk: _contact(name, between.get(pk), viewer, pk in open_to) for pk, name in people.items()}


def _contact(username: str, row: Connection | None, viewer: User, is_reachable: bool) -> Contact:
    wave_url = reverse("wave", args=[username]) if is_reachable else ""
    if row is None:
        return Contact(wave_url=wave_url)
    if row.state == Standing.ACCEPTED:
        return Contact(talk_url=row.get_absolute_url())
    if row.state in UNANSWERED and row.waver_id == viewer.pk:
        again = wave_url if may_repeat(row, by=viewer) else ""
        return Contact(waved_at=row.waved_at, wave_url=again, take_back_url=reverse("connection-end", args=[row.pk]))
    if row.state == Standing.WAVED:
        return Contact(answer_url=reverse("message-list")) if is_reachable else Contact()
    if row.state == Standing.ENDED:
        return Contact(wave_url=wave_url) if _is_pause_over(row, viewer) else Contact()
    return Contact(wave_url=wave_url)


def _is_pause_over(row: Connection, viewer: User) -> bool:
    try:
        check_pause(row, by=viewer)
    except ValidationError:
        return False
    return True
