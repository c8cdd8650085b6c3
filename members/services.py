import secrets
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.limits import count_today
from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from accounts.services import give_consent, withdraw_consent
from conditions.models import Condition, Symptom
from conditions.services import mark_changed
from markup.hygiene import clean
from members.counting import days_counts, published_of, put_published
from members.listing import leave_soulmates, relist, relist_everyone, weigh_by_members
from members.models import MapCount, MapPresence, MemberCondition, MemberSymptom, Profile, ProfileAudience, Strength
from members.permissions import can_add_picture
from members.pictures import SIZES, squares
from members.places import is_known
from members.regions import is_region_of
from moderation.models import Visibility
from moderation.services import (
    await_moderator,
    discard_change,
    follow_edit,
    look_at,
    move,
    propose_change,
    visibility_of_one,
)

PLACES_PER_DAY = 3
"""How often somebody may join the map or move on it in a day: more would only help to try out what it shows."""

MOST_SYMPTOMS = 60
"""Symptoms that one member notes: more would say nothing of their days, and could be used to ask about others'."""


@transaction.atomic
def put_profile(
    *,
    member: User,
    about: str,
    about_audience: str = ProfileAudience.NOBODY,
    country: str = "",
    country_audience: str = ProfileAudience.NOBODY,
    writing_audience: str = ProfileAudience.NOBODY,
) -> Profile:
    """The face that the member shows, and who sees which part of it. Raises ValidationError.

    New words about oneself that a moderator reads first wait, and the old ones stand until then.
    """
    profile = _profile_of(member)
    about = clean(about)
    stands = (profile.about, profile.about_audience)
    is_shown_anew = about_audience != ProfileAudience.NOBODY and (
        about != profile.about or profile.about_audience == ProfileAudience.NOBODY
    )
    look = look_at(author=member, kind="profile", body=about) if about and is_shown_anew else None
    profile.about, profile.about_audience = about, about_audience
    profile.country, profile.country_audience = country, country_audience
    profile.writing_audience = writing_audience
    profile.full_clean()
    discard_change(target="profile", target_id=member.pk)
    if look and look.is_held:
        propose_change(
            author=member,
            target="profile",
            target_id=member.pk,
            title=member.display_name,
            body=about,
            fields={"about": about, "about_audience": str(about_audience)},
            url=reverse("profile"),
            look=look,
        )
        profile.about, profile.about_audience = stands
    profile.save()
    return profile


def put_new_words(member_id: int, fields: Mapping[str, Any]) -> None:
    """Puts words about a member, or their picture, in place that waited for a moderator."""
    profile = Profile.objects.filter(member=member_id).first()
    if profile and "about" in fields:
        profile.about, profile.about_audience = fields["about"], fields["about_audience"]
        profile.save(update_fields=["about", "about_audience"])


@transaction.atomic
def put_picture(*, member: User, content: bytes, audience: str) -> Profile:
    """Keeps the member's picture, drawn anew, in place of an earlier one. The first one waits for a moderator.

    Raises PermissionDenied and ValidationError.
    """
    if not can_add_picture(member):
        raise PermissionDenied(_("You can add a picture when your first texts have been read."))
    profile = _profile_of(member)
    old_key, key = profile.picture_key, secrets.token_hex(16)
    if not (old_key and profile.visibility == Visibility.VISIBLE):
        profile.visibility = visibility_of_one(item=profile, author=member)
    profile.picture_key, profile.picture_audience = key, audience
    profile.full_clean()
    for side, square in squares(content).items():
        default_storage.save(picture_path(key, side), ContentFile(square))
    try:
        profile.save()
    except DatabaseError:
        _delete_files(key)
        raise
    await_moderator(item=profile)
    follow_edit(item=profile)
    transaction.on_commit(lambda: _delete_files(old_key))
    return profile


@transaction.atomic
def show_picture_to(*, member: User, audience: str) -> None:
    """Says who sees the picture. Raises ValidationError."""
    profile = _profile_of(member)
    profile.picture_audience = audience
    profile.full_clean()
    profile.save()


@transaction.atomic
def remove_picture(*, member: User) -> None:
    """Deletes the member's picture and its files; without one nothing changes."""
    profile = Profile.objects.select_for_update().filter(member=member).exclude(picture_key="").first()
    if profile:
        _delete_picture(profile)


@transaction.atomic
def drop_pictures(profiles: QuerySet[Profile]) -> None:
    """Deletes pictures and their files that a moderator took away long ago."""
    for profile in profiles.select_for_update():
        _delete_picture(profile)


def picture_path(key: str, side: int) -> str:
    """Where in the media storage a picture of this size lies."""
    return f"members/{key}-{side}.jpg"


def picture_of(key: str) -> str:
    """The picture as text that a browser shows (data:), for its member to take along; empty without one."""
    if not key:
        return ""
    with default_storage.open(picture_path(key, SIZES[0])) as file:
        return f"data:image/jpeg;base64,{b64encode(file.read()).decode()}"


def _delete_picture(profile: Profile) -> None:
    """Nothing is left that a decision could bring back."""
    move(item=profile, to=Visibility.WITHDRAWN, only_from=Visibility.values)
    old_key, profile.picture_key = profile.picture_key, ""
    profile.save(update_fields=["picture_key"])
    transaction.on_commit(lambda: _delete_files(old_key))


def _delete_files(key: str) -> None:
    for side in SIZES if key else ():
        default_storage.delete(picture_path(key, side))


def _profile_of(member: User) -> Profile:
    return Profile.objects.select_for_update().filter(member=member).first() or Profile(member=member)


@transaction.atomic
def add_condition(
    *,
    member: User,
    condition: Condition,
    relation: str,
    diagnosed_year: int | None = None,
    audience: str = ProfileAudience.NOBODY,
    year_audience: str = ProfileAudience.NOBODY,
    consent: bool = False,
) -> MemberCondition:
    """Says how the member is related to a condition, and who sees that; `consent` is their yes to keeping it.

    Raises ValidationError, also without that yes, now or earlier.
    """
    _need_consent(member, ConsentKind.CONDITIONS, says_yes=consent)
    link = MemberCondition.objects.filter(member=member, condition=condition).first()
    link = link or MemberCondition(member=member, condition=condition)
    link.relation, link.diagnosed_year = relation, diagnosed_year
    link.audience, link.year_audience = audience, year_audience
    link.full_clean()
    link.save()
    return link


def forget_conditions(*, member: User) -> None:
    """Forgets every condition of the member, whose consent has ended."""
    MemberCondition.objects.filter(member=member).delete()


@transaction.atomic
def forget_symptoms(*, member: User) -> None:
    """Forgets every symptom of the member, whose consent has ended; without symptoms nobody finds them either."""
    leave_soulmates(member=member)
    MemberSymptom.objects.filter(member=member).delete()


def _need_consent(member: User, kind: str, *, says_yes: bool) -> None:
    if says_yes:
        give_consent(member=member, kind=kind)
    elif not has_consent(member, kind):
        raise ValidationError(_("We keep this only with your consent. Please tick the box."))


def remove_condition(*, member: User, condition: Condition) -> None:
    """Forgets how the member is related to a condition; the next daily count of the map no longer holds it."""
    MemberCondition.objects.filter(member=member, condition=condition).delete()


@transaction.atomic
def record_symptom(
    *,
    member: User,
    symptom: Symptom,
    strength: str,
    since_year: int | None = None,
    since_month: int | None = None,
    consent: bool = False,
) -> MemberSymptom:
    """Records a symptom, or changes what was noted of it. Raises ValidationError, also without the member's consent."""
    _need_consent(member, ConsentKind.SYMPTOMS, says_yes=consent)
    entry = MemberSymptom.objects.filter(member=member, symptom=symptom).first()
    if entry is None:
        _check_room(member, 1)
        entry = MemberSymptom(member=member, symptom=symptom)
    is_new = entry.pk is None
    entry.strength, entry.since_year, entry.since_month = strength, since_year, since_month
    entry.full_clean()
    entry.save()
    if is_new:
        relist(member=member)
    return entry


@transaction.atomic
def add_symptoms(*, member: User, symptoms: Iterable[Symptom], consent: bool = False) -> int:
    """Records those that are not noted yet as of middling strength; returns how many. Raises ValidationError."""
    _need_consent(member, ConsentKind.SYMPTOMS, says_yes=consent)
    noted = set(MemberSymptom.objects.filter(member=member).values_list("symptom", flat=True))
    wanted = {symptom.pk: symptom for symptom in symptoms if symptom.pk not in noted and not symptom.is_obsolete}
    _check_room(member, len(wanted))
    MemberSymptom.objects.bulk_create(
        (MemberSymptom(member=member, symptom=symptom, strength=Strength.MODERATE) for symptom in wanted.values()),
        ignore_conflicts=True,
    )
    if wanted:
        relist(member=member)
    return len(wanted)


@transaction.atomic
def describe_symptoms(*, member: User, told: Mapping[Symptom, Mapping[str, Any]]) -> None:
    """Says of several symptoms how strong they are and since when, as `record_symptom` takes it; all or none."""
    for symptom, values in told.items():
        record_symptom(member=member, symptom=symptom, **values)


@transaction.atomic
def remove_symptom(*, member: User, symptom: Symptom) -> None:
    """Forgets one symptom, for the member and for whoever would find them by it."""
    MemberSymptom.objects.filter(member=member, symptom=symptom).delete()
    relist(member=member)


def too_many_symptoms() -> str:
    """Why no more of them are kept, in words."""
    reason = ngettext(
        "You can note %(most)d symptom. Choose the one that matters most in your days.",
        "You can note up to %(most)d symptoms. Choose those that matter most in your days.",
        MOST_SYMPTOMS,
    )
    return reason % {"most": MOST_SYMPTOMS}


def _check_room(member: User, more: int) -> None:
    if MemberSymptom.objects.filter(member=member).count() + more > MOST_SYMPTOMS:
        raise ValidationError(too_many_symptoms())


@transaction.atomic
def follow_symptoms(*, successors: Mapping[int, int]) -> int:
    """Follows a new release of the ontology: entries of what it gave up go over to the successors (keys of both).

    Who has noted both keeps the entry of the successor. Then all are compared anew. Returns how many rows changed.
    """
    entries = list(MemberSymptom.objects.filter(symptom__in=successors).order_by("pk"))
    noted = set(MemberSymptom.objects.filter(symptom__in=successors.values()).values_list("member_id", "symptom_id"))
    surplus = []
    for entry in entries:
        successor = successors[entry.symptom_id]
        if (entry.member_id, successor) in noted:
            surplus.append(entry.pk)
        else:
            noted.add((entry.member_id, successor))
            MemberSymptom.objects.filter(pk=entry.pk).update(symptom_id=successor)
    MemberSymptom.objects.filter(pk__in=surplus).delete()
    weighed = weigh_by_members()
    relist_everyone()
    return len(entries) + weighed


@transaction.atomic
def join_map(
    *, member: User, country: str, region: str = "", joined_at: datetime | None = None, consent: bool = False
) -> MapPresence:
    """Counts the member here from the next daily count on, instead of in an earlier place; `region` may be empty.

    Raises ValidationError: for no country, for a region that is not of it, without their consent, and for more than a
    few places in a day.
    """
    User.objects.select_for_update().get(pk=member.pk)
    _need_consent(member, ConsentKind.MAP, says_yes=consent)
    if not is_known(country):
        raise ValidationError({"country": _("Choose a country from the list.")})
    if region and not is_region_of(region, country):
        raise ValidationError({"region": _("Choose a region of this country from the list, or none.")})
    presence = MapPresence.objects.filter(member=member).first() or MapPresence(member=member)
    if (presence.country, presence.region) == (country, region):
        return presence
    move = "map-regions" if presence.country == country else "map-places"
    if count_today(move, str(member.pk)) > PLACES_PER_DAY:
        raise ValidationError(
            _("You have changed your place often today. Please try again tomorrow."), code="too-often"
        )
    presence.country, presence.region = country, region
    presence.joined_at = joined_at or presence.joined_at
    presence.full_clean()
    presence.save()
    return presence


@transaction.atomic
def leave_map(*, member: User) -> None:
    """Deletes the member's presence at once, and ends the consent to it; the next daily count no longer holds it."""
    MapPresence.objects.filter(member=member).delete()
    withdraw_consent(member=member, kind=ConsentKind.MAP)


@transaction.atomic
def count_map(*, on: date | None = None) -> int:
    """Counts what the map shows of every condition and of all; returns how many conditions changed.

    Meant for once a day: only what `members.areas` lets through is stored, so pages cannot show more.
    """
    minimum = settings.MAP_MIN_COUNT
    rows = {(row.scope, row.condition_id): row for row in MapCount.objects.select_for_update()}
    before = {key: published_of(row) for key, row in rows.items() if row.minimum == minimum}
    changed = []
    for (scope, condition_id), published in days_counts(minimum=minimum, before=before).items():
        row = rows.pop((scope, condition_id), None) or MapCount(scope=scope, condition_id=condition_id)
        if put_published(row, published) and condition_id:
            changed.append(condition_id)
        row.counted_on, row.minimum = on or timezone.localdate(), minimum
        row.save()
    changed += [condition_id for _scope, condition_id in rows if condition_id]
    MapCount.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    mark_changed(changed)
    return len(changed)
