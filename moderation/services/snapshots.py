"""What a text said at a moment."""

from typing import Any

from moderation.fingerprint import fingerprint
from moderation.kinds import kind_of
from moderation.models import Snapshot

LONGEST_TITLE = 300


def digest_of(item: Any) -> str:
    """Stands for the words of a text as they were typed."""
    kind = kind_of(item)
    return fingerprint(kind.title_of(item), kind.body_of(item))


def take_snapshot(item: Any) -> Snapshot:
    """Keeps what a text says now; the same words are kept once."""
    kind = kind_of(item)
    snapshot, _is_new = Snapshot.objects.get_or_create(
        kind=kind.name,
        item_id=item.pk,
        digest=digest_of(item),
        defaults={
            "author_id": kind.author_id_of(item),
            "title": kind.own_title_of(item)[:LONGEST_TITLE],
            "body": kind.body_of(item),
        },
    )
    return snapshot
