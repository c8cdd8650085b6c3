from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition, Relation, Symptom


class Profile(models.Model):
    """The face that a member shows to others."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    about = models.CharField(_("about me"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.member)


class MemberCondition(models.Model):
    """A member's relation to a condition."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member_conditions")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="member_conditions")
    relation = models.CharField(_("relation to the condition"), max_length=12, choices=Relation)
    diagnosed_year = models.PositiveSmallIntegerField(_("year of diagnosis"), null=True, blank=True)

    class Meta:
        verbose_name = _("condition of a member")
        verbose_name_plural = _("conditions of members")
        constraints = [
            models.UniqueConstraint(fields=["member", "condition"], name="member_condition_once"),
            models.CheckConstraint(
                condition=models.Q(diagnosed_year__isnull=True) | models.Q(diagnosed_year__range=(1900, 2100)),
                name="member_condition_diagnosed_year_plausible",
                violation_error_message=_("Give the year of diagnosis with four digits."),
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
    """A symptom that a member has recorded for themselves. No one else sees it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member_symptoms")
    symptom = models.ForeignKey(Symptom, on_delete=models.PROTECT, related_name="member_symptoms")
    strength = models.CharField(_("how strong"), max_length=10, choices=Strength)

    class Meta:
        verbose_name = _("symptom of a member")
        verbose_name_plural = _("symptoms of members")
        constraints = [
            models.UniqueConstraint(fields=["member", "symptom"], name="member_symptom_once"),
            models.CheckConstraint(condition=Q(strength__in=Strength.values), name="member_symptom_strength_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.symptom}"


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


class MapCount(models.Model):
    """What the map shows of one condition, counted once a day so that no one's joining can be watched.

    `areas` holds [area code, kind, count] rows that are safe to publish, largest first; see members/map.py. `near` and
    `far` are the same as circles in SVG, for wide screens and for phones, drawn when they are counted.
    """

    condition = models.OneToOneField(Condition, on_delete=models.CASCADE, related_name="map_count")
    counted_on = models.DateField()
    total = models.PositiveIntegerField(default=0)
    areas = models.JSONField(default=list)
    near = models.TextField(blank=True)
    far = models.TextField(blank=True)

    class Meta:
        verbose_name = _("count on the map")
        verbose_name_plural = _("counts on the map")

    def __str__(self) -> str:
        return f"{self.condition}, {self.counted_on}"
