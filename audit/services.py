"""Writes the log of staff actions, and checks that nobody has changed it."""

from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone

from audit.models import Entry, Head
from audit.witnesses import witness_of

GENESIS: Final = "0" * 64
"""What stands before the first row."""


@transaction.atomic
def record(*, by: int | None, action: str, about: str = "", digest: str = "") -> Entry:
    """Adds a row at the end. `about` is a subject and a number, such as “decision:12”; never words of a person."""
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        number=head.number + 1,
        at=timezone.now(),
        by_id=by,
        action=action,
        about=about,
        digest=digest,
        previous_hash=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.full_clean()
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry


def hash_of(entry: Entry) -> str:
    """What a row's hash has to be, from all that it says and the hash before it."""
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    said = (entry.number, at, entry.by_id, entry.action, entry.about, entry.digest, entry.previous_hash)
    return sha256(repr(said).encode()).hexdigest()


def faults() -> Iterator[str]:
    """Everything that is wrong with the log, in words; nothing when it is whole."""
    number, last = 0, GENESIS
    for entry in Entry.objects.order_by("number").iterator():
        number += 1
        if entry.number != number:
            yield f"Row {number} is missing."
            number = entry.number
        if entry.previous_hash != last or entry.hash != hash_of(entry):
            yield f"Row {entry.number} is not as it was written."
        last = entry.hash
        yield from _witnessed(entry)
    head = Head.objects.filter(pk=1).first()
    if (head.number, head.hash) != (number, last) if head else number:
        yield "The end of the log is missing."


def _witnessed(entry: Entry) -> Iterator[str]:
    """Whether the row elsewhere is still as it was when this entry was written."""
    subject, _colon, key = entry.about.partition(":")
    digest_of = witness_of(subject)
    if entry.digest and digest_of and digest_of(key) != entry.digest:
        yield f"Row {entry.number}: {entry.about} has been changed or deleted."


def length() -> int:
    """How many rows the log has."""
    return Entry.objects.count()
