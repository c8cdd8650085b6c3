from collections import defaultdict
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from conditions.models import Condition, Symptom
from conditions.services import mark_changed
from markup.hygiene import clean
from members.map import TEXT_SIZE, circles_svg, clusters, publishable_areas
from members.models import MapCount, MapPresence, MemberCondition, MemberSymptom, Profile


@transaction.atomic
def put_profile(*, member: User, about: str) -> Profile:
    """The face that the member shows. Raises ValidationError."""
    profile = Profile.objects.filter(member=member).first() or Profile(member=member)
    profile.about = clean(about)
    profile.full_clean()
    profile.save()
    return profile


@transaction.atomic
def add_condition(
    *, member: User, condition: Condition, relation: str, diagnosed_year: int | None = None
) -> MemberCondition:
    """Says how the member is related to a condition. Raises ValidationError."""
    link = MemberCondition.objects.filter(member=member, condition=condition).first()
    link = link or MemberCondition(member=member, condition=condition)
    link.relation, link.diagnosed_year = relation, diagnosed_year
    link.full_clean()
    link.save()
    return link


@transaction.atomic
def record_symptom(*, member: User, symptom: Symptom, strength: str) -> MemberSymptom:
    """Records a symptom for the member's own eyes. Raises ValidationError."""
    entry = MemberSymptom.objects.filter(member=member, symptom=symptom).first()
    entry = entry or MemberSymptom(member=member, symptom=symptom)
    entry.strength = strength
    entry.full_clean()
    entry.save()
    return entry


@transaction.atomic
def join_map(*, member: User, country: str, joined_at: datetime | None = None) -> MapPresence:
    """Counts the member in their country from the next daily count on. Raises ValidationError."""
    presence = MapPresence.objects.filter(member=member).first() or MapPresence(member=member)
    presence.country = country
    presence.joined_at = joined_at or presence.joined_at
    presence.full_clean()
    presence.save()
    return presence


def leave_map(*, member: User) -> None:
    """Deletes the member's presence; the next daily count no longer holds it."""
    MapPresence.objects.filter(member=member).delete()


@transaction.atomic
def count_map(*, on: date | None = None) -> int:
    """Counts every condition's members per country as the map shows them; returns how many conditions changed.

    Meant for once a day: only what `publishable_areas` lets through is stored, so pages cannot show more.
    """
    counted_on = on or timezone.localdate()
    people: dict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        MemberCondition.objects.filter(member__map_presence__isnull=False, member__is_active=True)
        .values_list("condition_id", "member__map_presence__country")
        .annotate(count=Count("pk"))
    )
    for condition_id, country, count in rows:
        people[condition_id][country] = count
    before = {row.condition_id: row for row in MapCount.objects.all()}
    changed = []
    for condition_id in people.keys() | before.keys():
        published = publishable_areas(people[condition_id], minimum=settings.MAP_MIN_COUNT)
        areas = [[area.code, area.kind, area.count] for area in published.areas]
        row = before.get(condition_id) or MapCount(condition_id=condition_id)
        if row.pk is None or row.areas != areas:
            changed.append(condition_id)
        row.areas, row.total, row.counted_on = areas, published.total, counted_on
        row.near = circles_svg(clusters(published.areas, scale="near"), text_size=TEXT_SIZE["near"])
        row.far = circles_svg(clusters(published.areas, scale="far"), text_size=TEXT_SIZE["far"])
        row.save()
    mark_changed(changed)
    return len(changed)
