"""Who is found by their symptoms: joining, leaving, and keeping the postings true to what members note.

Every change of a member's symptoms ends in `relist`, in its own transaction: what is compared is never older.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from accounts.services import give_consent
from conditions.information import information
from conditions.models import Symptom, SymptomRelease
from conditions.services import put_information
from members.matching import LEAST
from members.models import MemberSymptom, PlaceSums, Posting, Soulmate
from members.postings import BLOCK, Packed, count, pack, with_place, with_sum, without_place
from members.soulmates import matches_of
from members.tasks import count_matches

LOCK: Final = 7_310_155
"""The number under which PostgreSQL keeps writers of single places apart from who writes all postings anew."""
AT_A_TIME: Final = 2000


@transaction.atomic
def join_soulmates(*, member: User, consent: bool = False) -> Soulmate:
    """Lets the member be found by others with similar symptoms, and find them.

    Raises ValidationError without their consent, to this and to keeping symptoms at all.
    """
    if not has_consent(member, ConsentKind.SYMPTOMS):
        raise ValidationError(_("Add your symptoms first."))
    if consent:
        give_consent(member=member, kind=ConsentKind.MATCHING)
    elif not has_consent(member, ConsentKind.MATCHING):
        raise ValidationError(_("We keep this only with your consent. Please tick the box."))
    soulmate, _is_new = Soulmate.objects.get_or_create(member=member)
    relist(member=member)
    return soulmate


@transaction.atomic
def leave_soulmates(*, member: User) -> None:
    """Deletes all that is compared of the member, in every posting, at once. Harmless for who never joined."""
    _hold_postings()
    soulmate = Soulmate.objects.select_for_update().filter(member=member).first()
    if soulmate is None:
        return
    alike = [match.pk for match in matches_of(member)]
    _list(soulmate, {})
    soulmate.delete()
    Soulmate.objects.filter(member__in=alike).update(is_counted=False)
    transaction.on_commit(count_matches.enqueue)


@transaction.atomic
def relist(*, member: User) -> None:
    """Brings the postings up to what the member notes now; nothing for who does not want to be found."""
    _hold_postings()
    soulmate = Soulmate.objects.select_for_update().filter(member=member).first()
    if soulmate is None:
        return
    noted = [entry.symptom for entry in MemberSymptom.objects.filter(member=member).select_related("symptom")]
    _list(soulmate, _weights(noted))
    transaction.on_commit(count_matches.enqueue)


@transaction.atomic
def relist_everyone() -> int:
    """Writes all postings anew, after the ontology or the weights have changed; returns how many members are listed."""
    _hold_postings(alone=True)
    weights = dict(Symptom.objects.values_list("pk", "information"))
    places: dict[int, array[int]] = defaultdict(lambda: array("I"))
    blocks: dict[int, bytes] = {}
    listed = 0
    for soulmate, wanted in _everyone(weights):
        for key in wanted:
            places[key].append(soulmate.pk)
        number = soulmate.pk // BLOCK
        blocks[number] = with_sum(blocks.get(number, b""), soulmate.pk, sum(weights[key] for key in wanted))
        listed += bool(wanted)
    Posting.objects.all().delete()
    PlaceSums.objects.all().delete()
    packed = ((key, pack(found)) for key, found in sorted(places.items()))
    Posting.objects.bulk_create(
        (Posting(symptom_id=key, is_dense=one.is_dense, places=one.places) for key, one in packed),
        batch_size=AT_A_TIME,
    )
    PlaceSums.objects.bulk_create(PlaceSums(block=number, sums=sums) for number, sums in blocks.items())
    return listed


@transaction.atomic
def weigh_by_members() -> int:
    """How telling each symptom is by the members who are listed, unless annotations say so; how many rows changed."""
    if SymptomRelease.objects.exclude(annotations_version="").exists():
        return 0
    total = Soulmate.objects.exclude(listed=[]).count()
    postings = Posting.objects.values_list("symptom", "is_dense", "places")
    carriers = {key: count(Packed(is_dense, bytes(places))) for key, is_dense, places in postings}
    keys = Symptom.objects.values_list("pk", flat=True)
    return put_information({key: information(min(carriers.get(key, 0), total), total) for key in keys})


def weigh_again() -> None:
    """Once a day: weighs by the members, and lists everyone anew where that changed anything."""
    if weigh_by_members():
        relist_everyone()


def _everyone(weights: dict[int, float]) -> Iterator[tuple[Soulmate, list[int]]]:
    """Every member who wants to be found with what is to be listed of them, as it is then stored with them."""
    lineages = {symptom.pk: symptom.with_broader for symptom in Symptom.objects.all()}
    last = 0
    while chunk := list(Soulmate.objects.filter(pk__gt=last).order_by("pk")[:AT_A_TIME]):
        noted: dict[int, list[int]] = defaultdict(list)
        members = [soulmate.member_id for soulmate in chunk]
        for member, symptom in MemberSymptom.objects.filter(member__in=members).values_list("member", "symptom"):
            noted[member].append(symptom)
        changed = []
        for soulmate in chunk:
            own = noted[soulmate.member_id]
            wanted = sorted(frozenset[int]().union(*(lineages[key] for key in own))) if len(own) >= LEAST else []
            wanted = [key for key in wanted if key in weights]
            if soulmate.listed != wanted:
                soulmate.listed = wanted
                changed.append(soulmate)
            yield soulmate, wanted
        Soulmate.objects.bulk_update(changed, ["listed"], batch_size=AT_A_TIME // 4)
        last = chunk[-1].pk


def _weights(noted: Iterable[Symptom]) -> dict[int, float]:
    """The IC of the symptoms and of all that are broader; nothing for fewer than are compared."""
    noted = list(noted)
    if len(noted) < LEAST:
        return {}
    keys = frozenset[int]().union(*(symptom.with_broader for symptom in noted))
    return dict(Symptom.objects.filter(pk__in=keys).values_list("pk", "information"))


def _list(soulmate: Soulmate, wanted: dict[int, float]) -> None:
    """Puts the member's place into these postings and takes it out of all others."""
    place, before = soulmate.pk, set(soulmate.listed)
    changed = before ^ wanted.keys()
    Posting.objects.bulk_create([Posting(symptom_id=key) for key in sorted(changed - before)], ignore_conflicts=True)
    postings = list(Posting.objects.select_for_update().filter(symptom__in=changed).order_by("symptom_id"))
    for posting in postings:
        move = with_place if posting.symptom_id in wanted else without_place
        packed = move(Packed(posting.is_dense, bytes(posting.places)), place)
        posting.is_dense, posting.places = packed.is_dense, packed.places
    Posting.objects.bulk_update(postings, ["is_dense", "places"], batch_size=AT_A_TIME // 10)
    PlaceSums.objects.bulk_create([PlaceSums(block=place // BLOCK)], ignore_conflicts=True)
    block = PlaceSums.objects.select_for_update().get(block=place // BLOCK)
    block.sums = with_sum(bytes(block.sums), place, sum(wanted.values()))
    block.save(update_fields=["sums"])
    soulmate.listed, soulmate.is_counted = sorted(wanted), False
    soulmate.save(update_fields=["listed", "is_counted"])


def _hold_postings(*, alone: bool = False) -> None:
    """Until the transaction ends, many may write their own places, or one may write all. SQLite has one writer."""
    if connection.vendor == "postgresql":
        how = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {how}(%s)", [LOCK])
