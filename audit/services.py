"""Writes the log of staff actions, and checks that nobody has changed it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone

from audit.models import Entry, Head
from audit.readings import Reading
from audit.witnesses import witness_of

GENESIS: Final = "0" * 64
"""What stands before the first row."""
ONCE_IN: Final = timedelta(days=1)
"""The same person reading the same thing again within this time adds no row."""


@transaction.atomic
def record(*, by: int | None, action: str, about: str = "", digest: str = "", whose: int | None = None) -> Entry:
    """Adds a row at the end. `about` is a subject and a number, such as “decision:12”; never words of a person.
    `whose` is the number of the member whom it concerns."""
    return _append(_locked_head(), [Entry(by_id=by, action=action, about=about, digest=digest, whose_id=whose)])[0]


def record_readings(*, by: int, readings: Iterable[Reading]) -> int:
    """Writes down that somebody who works for the site was shown what is private, before it is shown; how many rows.

    What is one's own is left out, and what the same person read within ONCE_IN. This is the one thing that a page
    which only reads may write (docs/decisions/0046-reading-leaves-a-trace.md).
    """
    wanted = {reading for reading in readings if reading.whose != by}
    if not (wanted := wanted - _known(by, wanted)):
        return 0
    with transaction.atomic():
        head = _locked_head()
        new = sorted(wanted - _known(by, wanted))
        _append(head, [Entry(by_id=by, action=its.action, about=its.about, whose_id=its.whose) for its in new])
    return len(new)


def _known(by: int, readings: Iterable[Reading]) -> set[Reading]:
    about = {reading.about for reading in readings}
    if not about:
        return set()
    lately = Entry.objects.of(by).filter(about__in=about, at__gt=timezone.now() - ONCE_IN)
    return {Reading(*row) for row in lately.values_list("action", "about", "whose_id")}


def _locked_head() -> Head:
    """The end of the log, for one at a time until the transaction ends."""
    if head := Head.objects.select_for_update().filter(pk=1).first():
        return head
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    return Head.objects.select_for_update().get(pk=1)


def _append(head: Head, entries: list[Entry]) -> list[Entry]:
    """Adds rows at the end. Their numbers and hashes are unique because of the lock, and the database says so."""
    for entry in entries:
        entry.number, entry.previous_hash, entry.at = head.number + 1, head.hash, timezone.now()
        entry.hash = hash_of(entry)
        entry.full_clean(validate_unique=False, validate_constraints=False)
        head.number, head.hash = entry.number, entry.hash
    Entry.objects.bulk_create(entries)
    head.save(update_fields=["number", "hash"])
    return entries


def hash_of(entry: Entry) -> str:
    """What a row's hash has to be, from all that it says and the hash before it. Rows that concern nobody, among them
    those from before `whose_id`, say nothing of it."""
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    said: tuple[object, ...] = (entry.number, at, entry.by_id, str(entry.action), entry.about, entry.digest)
    whose = () if entry.whose_id is None else (entry.whose_id,)
    return sha256(repr((*said, entry.previous_hash, *whose)).encode()).hexdigest()


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
