"""What waits for a moderator, of every kind: one query for each kind, however much waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from moderation.fingerprint import fingerprint
from moderation.kinds import Kind, kinds
from moderation.models import Audience, Visibility

MOST = 50


@dataclass(frozen=True)
class Waiting:
    """One text that waits. `seen` stands for its words, so that nobody publishes what they have not read."""

    kind: str
    kind_label: str
    pk: int
    title: str
    author_name: str
    posted_at: datetime
    body_html: str
    seen: str
    is_own: bool
    is_for_members: bool
    is_anonymous: bool


def waiting_for(moderator: User) -> list[Waiting]:
    """The oldest texts that wait, oldest first."""
    rows = [_row(kind, item, moderator) for kind in kinds() for item in _oldest(kind)]
    return sorted(rows, key=lambda row: (row.posted_at, row.kind, row.pk))[:MOST]


def _oldest(kind: Kind) -> Any:
    held = kind.model_class().objects.filter(visibility=Visibility.HELD)
    return held.select_related("author", *kind.select_related).order_by("posted_at", "pk")[:MOST]


def _row(kind: Kind, item: Any, moderator: User) -> Waiting:
    title = kind.title_of(item)
    return Waiting(
        kind=kind.name,
        kind_label=str(kind.label),
        pk=item.pk,
        title=title,
        author_name=item.author.display_name,
        posted_at=item.posted_at,
        body_html=item.body_html,
        seen=fingerprint(title, item.body_html),
        is_own=item.author_id == moderator.pk,
        is_for_members=item.audience == Audience.MEMBERS,
        is_anonymous=item.is_anonymous,
    )
