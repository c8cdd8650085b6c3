from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, Least, Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition, Relation, Symptom
from members.querysets import ConnectionQuerySet, MessageQuerySet
from moderation.models import Moderated


class ProfileAudience(models.TextChoices):
    """Who sees one thing that a member tells. Nothing is public unless its member says so."""

    NOBODY = "nobody", _("Nobody but me")
    MEMBERS = "members", _("Members who are signed in")
    ANYONE = "anyone", _("Anyone")


def audience_field(label: Any) -> models.CharField:
    """Who sees one thing, from the start nobody."""
    return models.CharField(label, max_length=8, choices=ProfileAudience, default=ProfileAudience.NOBODY)


class Profile(Moderated):
    """The face that a member shows to others: each thing with who sees it.

    `picture_key` is the random name of the picture's files, empty without one; see members/pictures.py. `visibility` is
    that of the picture: what a moderator may have to look at before others do.
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
    """A member's wish to be counted on the map, in their country and, if they like, in a region of it.

    `region` is a code of members/regions.py, such as DE-BY, or empty. No place finer than that is stored.
    """

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="map_presence")
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=6, blank=True, default="", db_default="")
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence on the map")
        verbose_name_plural = _("presences on the map")
        constraints = [
            models.CheckConstraint(
                condition=Q(region="") | Q(country=Left("region", 2)), name="map_presence_region_is_of_country"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.country}"


class MapScope(models.TextChoices):
    """Whom a count of the map is about."""

    CONDITION = "condition", _("one condition")
    OTHERS = "others", _("everyone whose conditions have too few people for a map")
    EVERYONE = "everyone", _("all conditions")


class MapCount(models.Model):
    """What the map shows, counted once a day so that no one's joining can be watched: nothing but what is public.

    `areas` holds [area code, kind, count] rows, largest first, `roles` the same for each role, and `regions` those of
    countries; see members/areas.py. `near` and `far` are the areas as circles in SVG, for wide screens and for phones,
    drawn when they are counted. `minimum` is the smallest number that could be shown then.
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
    regions = models.JSONField(default=list, db_default=Value([], models.JSONField()))
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


class Standing(models.TextChoices):
    """Where two members stand. Only `ACCEPTED` lets them write to each other."""

    WAVED = "waved", _("one waved")
    ACCEPTED = "accepted", _("both agreed")
    DECLINED = "declined", _("declined")
    ENDED = "ended", _("ended")


class Connection(models.Model):
    """What is between two members: one row for a pair, whoever waved first.

    `waver` waved last, or wrote first where `is_direct`; `receiver` answers. `agreed_at` is when both agreed for the
    first time, and without it there is no conversation. The counts of waves are kept for each side, so that nobody is
    waved at again and again. Each side may let its own view of the conversation go.
    """

    waver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waves_made")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waves_received")
    state = models.CharField(_("where it stands"), max_length=8, choices=Standing, default=Standing.WAVED)
    is_direct = models.BooleanField(_("begun without a wave"), default=False)
    waved_at = models.DateTimeField(_("waved"), default=timezone.now)
    wave_count = models.PositiveSmallIntegerField(_("waves"), default=1)
    receiver_waved_at = models.DateTimeField(_("waved earlier"), null=True, blank=True)
    receiver_wave_count = models.PositiveSmallIntegerField(_("earlier waves"), default=0)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    last_message_at = models.DateTimeField(_("last message"), null=True, blank=True)
    is_gone_for_waver = models.BooleanField(default=False)
    is_gone_for_receiver = models.BooleanField(default=False)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of two members")
        verbose_name_plural = _("contacts of members")
        indexes = [
            models.Index(fields=["receiver"], condition=Q(state="waved"), name="connection_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                Least("waver", "receiver"), Greatest("waver", "receiver"), name="connection_one_per_pair"
            ),
            models.CheckConstraint(
                condition=~Q(waver=F("receiver")),
                name="connection_of_two",
                violation_error_message=_("You cannot wave to yourself."),
            ),
            models.CheckConstraint(condition=Q(state__in=Standing.values), name="connection_state_known"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(agreed_at__isnull=False), name="connection_accepted_was_agreed"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False, ended_by__isnull=False)
                | (~Q(state="ended") & Q(ended_at__isnull=True, ended_by__isnull=True)),
                name="connection_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waver}, {self.receiver}"

    def get_absolute_url(self) -> str:
        return reverse("conversation-detail", args=[self.pk])

    def is_of(self, member: Any) -> bool:
        """Whether the member is one of the two."""
        return member.pk in {self.waver_id, self.receiver_id}

    def other_id(self, member: Any) -> int:
        """The key of the one whom the member meets here."""
        return self.receiver_id if member.pk == self.waver_id else self.waver_id

    def is_gone_for(self, member: Any) -> bool:
        """Whether the member let their view of the conversation go."""
        return self.is_gone_for_waver if member.pk == self.waver_id else self.is_gone_for_receiver


class Message(Moderated):
    """What one of two members wrote to the other.

    `visibility` is “held” while a moderator has to read it first: only its sender sees it, and sees that it waits.
    `read_at` is for the receiver's own count; its sender is never told. Each side may let it go for themselves, and
    what both let go is deleted.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages_sent")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages_received")
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    is_gone_for_sender = models.BooleanField(default=False)
    is_gone_for_receiver = models.BooleanField(default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["sent_at", "pk"]
        indexes = [
            models.Index(fields=["connection", "sent_at", "id"], name="message_in_conversation"),
            models.Index(fields=["receiver"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="message_has_words"),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="message_to_another"),
            models.CheckConstraint(
                condition=Q(visibility__in=["held", "visible", "removed"]), name="message_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(is_gone_for_sender=False) | Q(is_gone_for_receiver=False), name="message_kept_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return f"{reverse('conversation-detail', args=[self.connection_id])}#message-{self.pk}"


class OpenDoor(models.Model):
    """A member who lets members with one of the same conditions write to them without a wave first."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_door")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("choice of who may write")
        verbose_name_plural = _("choices of who may write")

    def __str__(self) -> str:
        return str(self.member)
