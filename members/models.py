from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition, Relation, Symptom


class ProfileAudience(models.TextChoices):
    """Who sees one thing that a member tells. Nothing is public unless its member says so."""

    NOBODY = "nobody", _("Nobody but me")
    MEMBERS = "members", _("Members who are signed in")
    ANYONE = "anyone", _("Anyone")


def audience_field(label: Any) -> models.CharField:
    """Who sees one thing, from the start nobody."""
    return models.CharField(label, max_length=8, choices=ProfileAudience, default=ProfileAudience.NOBODY)


class Profile(models.Model):
    """The face that a member shows to others: each thing with who sees it.

    `picture_key` is the random name of the picture's files, empty without one; see members/pictures.py.
    """

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    about = models.CharField(_("about me"), max_length=500, blank=True)
    about_audience = audience_field(_("who sees this"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    country_audience = audience_field(_("who sees my country"))
    picture_key = models.CharField(max_length=32, blank=True, editable=False)
    picture_audience = audience_field(_("who sees my picture"))
    writing_audience = audience_field(_("who sees the list of what I wrote"))

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(about_audience__in=ProfileAudience.values)
                & Q(country_audience__in=ProfileAudience.values)
                & Q(picture_audience__in=ProfileAudience.values)
                & Q(writing_audience__in=ProfileAudience.values),
                name="profile_audiences_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class MemberCondition(models.Model):
    """A member's relation to a condition."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member_conditions")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="member_conditions")
    relation = models.CharField(_("relation to the condition"), max_length=12, choices=Relation)
    diagnosed_year = models.PositiveSmallIntegerField(_("year of diagnosis"), null=True, blank=True)
    audience = audience_field(_("who sees this condition"))
    year_audience = audience_field(_("who sees the year"))

    class Meta:
        verbose_name = _("condition of a member")
        verbose_name_plural = _("conditions of members")
        constraints = [
            models.UniqueConstraint(fields=["member", "condition"], name="member_condition_once"),
            models.CheckConstraint(
                condition=Q(diagnosed_year__isnull=True) | Q(diagnosed_year__range=(1900, 2100)),
                name="member_condition_diagnosed_year_plausible",
                violation_error_message=_("Give the year of diagnosis with four digits."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=ProfileAudience.values) & Q(year_audience__in=ProfileAudience.values),
                name="member_condition_audiences_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.condition}"


class Strength(models.TextChoices):
    """How strong a symptom is, in the member's own view."""

    MILD = "mild", _("a little")
    MODERATE = "moderate", _("quite a lot")
    STRONG = "strong", _("very much")


class MemberSymptom(models.Model):
    """A symptom that a member has recorded for themselves, how strong it is, and perhaps since when.

    No one else sees it, but who shares it with a member who wants to be found learns that (`Soulmate`).
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member_symptoms")
    symptom = models.ForeignKey(Symptom, on_delete=models.PROTECT, related_name="member_symptoms")
    strength = models.CharField(_("how strong"), max_length=10, choices=Strength)
    since_year = models.PositiveSmallIntegerField(_("since the year"), null=True, blank=True)
    since_month = models.PositiveSmallIntegerField(_("since the month"), null=True, blank=True)

    class Meta:
        verbose_name = _("symptom of a member")
        verbose_name_plural = _("symptoms of members")
        constraints = [
            models.UniqueConstraint(fields=["member", "symptom"], name="member_symptom_once"),
            models.CheckConstraint(condition=Q(strength__in=Strength.values), name="member_symptom_strength_known"),
            models.CheckConstraint(
                condition=Q(since_year__isnull=True) | Q(since_year__range=(1900, 2100)),
                name="member_symptom_since_plausible",
                violation_error_message=_("Give the year with four digits."),
            ),
            models.CheckConstraint(
                condition=Q(since_month__isnull=True) | Q(since_month__range=(1, 12), since_year__isnull=False),
                name="member_symptom_month_of_a_year",
                violation_error_message=_("Give the year as well as the month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.symptom}"


class Soulmate(models.Model):
    """A member who wants to be found by others with similar symptoms; the row is there only as long as they do.

    Its key is the member's place in the postings. `listed` holds the keys of the symptoms, with all broader ones, in
    whose postings the place stands: none with fewer than `matching.LEAST` symptoms. `match_count` says how many
    matches there were at the last count; `is_counted` whether nothing has changed since.
    """

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="soulmate")
    listed = models.JSONField(default=list, editable=False)
    match_count = models.PositiveSmallIntegerField(default=0, editable=False)
    is_counted = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    class Meta:
        verbose_name = _("member who wants to be found")
        verbose_name_plural = _("members who want to be found")

    def __str__(self) -> str:
        return str(self.member)


class Posting(models.Model):
    """The places of the members with one symptom, or a narrower one, packed (members/postings.py)."""

    symptom = models.OneToOneField(Symptom, on_delete=models.CASCADE, related_name="posting")
    is_dense = models.BooleanField(default=False)
    places = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("posting of a symptom")
        verbose_name_plural = _("postings of symptoms")

    def __str__(self) -> str:
        return str(self.symptom)


class PlaceSums(models.Model):
    """For a block of places, the sum of the IC of what each member has, packed (members/postings.py)."""

    block = models.PositiveIntegerField(unique=True)
    sums = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("sums of places")
        verbose_name_plural = _("sums of places")

    def __str__(self) -> str:
        return str(self.block)


class MapRole(models.TextChoices):
    """What brings someone to a condition, as the map tells it: coarser than Relation, so that groups are larger."""

    HAS_IT = "has-it", _("people who have it")
    FAMILY = "family", _("family and friends")
    CARER = "carer", _("carers")
    PROFESSIONAL = "professional", _("health professionals")
    RESEARCHER = "researcher", _("researchers")
    ORGANISATION = "organisation", _("organisations")


ROLE_OF: dict[str, str] = {
    Relation.HAS_IT: MapRole.HAS_IT,
    Relation.UNDIAGNOSED: MapRole.HAS_IT,
    Relation.PARENT: MapRole.FAMILY,
    Relation.PARTNER: MapRole.FAMILY,
    Relation.FAMILY: MapRole.FAMILY,
    Relation.FRIEND: MapRole.FAMILY,
    Relation.CARER: MapRole.CARER,
    Relation.PROFESSIONAL: MapRole.PROFESSIONAL,
    Relation.RESEARCHER: MapRole.RESEARCHER,
    Relation.ORGANISATION: MapRole.ORGANISATION,
}


class MapPresence(models.Model):
    """A member's wish to be counted on the map, in their country. No place finer than that is stored."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="map_presence")
    country = models.CharField(_("country"), max_length=2)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence on the map")
        verbose_name_plural = _("presences on the map")

    def __str__(self) -> str:
        return f"{self.member}, {self.country}"


class MapScope(models.TextChoices):
    """Whom a count of the map is about."""

    CONDITION = "condition", _("one condition")
    OTHERS = "others", _("everyone whose conditions have too few people for a map")
    EVERYONE = "everyone", _("all conditions")


class MapCount(models.Model):
    """What the map shows, counted once a day so that no one's joining can be watched: nothing but what is public.

    `areas` holds [area code, kind, count] rows, largest first, and `roles` the same for each role; see
    members/areas.py. `near` and `far` are the areas as circles in SVG, for wide screens and for phones, drawn when they
    are counted. `minimum` is the smallest number that could be shown then.
    """

    scope = models.CharField(max_length=9, choices=MapScope, default=MapScope.CONDITION)
    condition = models.OneToOneField(
        Condition, on_delete=models.CASCADE, related_name="map_count", null=True, blank=True
    )
    counted_on = models.DateField()
    minimum = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, db_index=True)
    areas = models.JSONField(default=list)
    roles = models.JSONField(default=dict)
    near = models.TextField(blank=True)
    far = models.TextField(blank=True)

    class Meta:
        verbose_name = _("count on the map")
        verbose_name_plural = _("counts on the map")
        constraints = [
            models.CheckConstraint(
                condition=Q(scope=MapScope.CONDITION, condition__isnull=False)
                | Q(scope__in=[MapScope.OTHERS, MapScope.EVERYONE], condition__isnull=True),
                name="map_count_scope_fits_condition",
            ),
            models.UniqueConstraint(
                fields=["scope"], condition=Q(condition__isnull=True), name="map_count_once_per_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition or self.get_scope_display()}, {self.counted_on}"
