from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import ConsentQuerySet


class User(AbstractUser):
    """Someone with an account: a member, an editor, a specialist.

    `credential`, `conflict_of_interest` and `biography` are what readers learn about a reviewer.
    """

    email = models.EmailField(_("e-mail address"), blank=True)
    display_name = models.CharField(_("display name"), max_length=80)
    name_key = models.CharField(max_length=160, default="", blank=True, editable=False)
    credential = models.CharField(_("credential"), max_length=120, blank=True)
    conflict_of_interest = models.CharField(
        _("conflicts of interest"),
        max_length=300,
        blank=True,
        help_text=_("For specialists: what could bias a review, such as payments by a maker; or “None.”"),
    )
    biography = models.CharField(
        _("about this specialist"), max_length=1000, blank=True, help_text=_("For specialists: shown on a public page.")
    )
    points = models.PositiveIntegerField(_("points"), default=0, editable=False)
    unread_count = models.PositiveIntegerField(_("news not read yet"), default=0, editable=False)
    waiting_count = models.PositiveIntegerField(_("waiting waves and messages"), default=0, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    suspended_until = models.DateTimeField(_("may not write until"), null=True, blank=True, editable=False)

    is_address_trusted = models.BooleanField(
        _("texts need not wait for the mail address"), default=False, db_default=False, editable=False
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_unique",
                violation_error_message=_("Another account has this e-mail address."),
            ),
            models.CheckConstraint(condition=~Q(display_name=""), name="user_display_name_not_empty"),
            models.UniqueConstraint(
                fields=["name_key"],
                condition=~Q(name_key=""),
                name="user_name_key_unique",
                violation_error_message=_("Someone here already has this name, or one that looks like it."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def is_suspended(self) -> bool:
        """Whether a moderator has asked for a pause: such a member reads, appeals and leaves, and does not write."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()


class ConsentKind(models.TextChoices):
    """What a member may agree to: each purpose by itself."""

    PUBLISHING = "publishing", _("publishing what you write")
    CONDITIONS = "conditions", _("your conditions")
    SYMPTOMS = "symptoms", _("your symptoms")
    MAP = "map", _("the map")
    MATCHING = "matching", _("finding members with similar days")
    MESSAGES = "messages", _("messages from other members")
    EMAIL = "email", _("news by e-mail")


class Consent(models.Model):
    """A member's yes to one purpose, in the words of one version (consent_texts.py), until it was taken back."""

    member = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("kind"), max_length=12, choices=ConsentKind)
    version = models.PositiveSmallIntegerField(_("version of the text"))
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(withdrawn_at=None), name="consent_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="consent_version_counts_from_one"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_given_before_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.kind}"


class Block(models.Model):
    """Someone whom a member does not want to meet: muted, so that their words are folded away, or blocked, so that
    they also cannot reply to the member or see the profile. The other is never told."""

    member = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    other = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocked_by", verbose_name=_("the other"))
    is_mute = models.BooleanField(_("only muted"), default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="block_once"),
            models.CheckConstraint(
                condition=~Q(member=F("other")),
                name="block_not_oneself",
                violation_error_message=_("You cannot mute or block yourself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.other}"


class Invitation(models.Model):
    """A link that lets one person join where SIGN_UP is “invited”. It is deleted when somebody joins with it, and holds
    a hash of the link's secret only."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("holds until"), db_index=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("add", "view", "delete")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} ({self.pk})"


class WhatRemains(models.TextChoices):
    """What becomes of a member's texts when the account is closed."""

    KEEP = "keep", _("Keep them, signed “Former member”")
    REMOVE = "remove", _("Remove them")
    CHOOSE = "choose", _("Decide one by one")


class Closing(models.Model):
    """A member's wish to close the account, carried out on `due_on`. `removed` lists texts as [kind, number], where
    the member decides one by one."""

    member = models.OneToOneField(User, on_delete=models.CASCADE, related_name="closing")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("due"))
    texts = models.CharField(_("what becomes of the texts"), max_length=6, choices=WhatRemains)
    removed = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("closing of an account")
        verbose_name_plural = _("closings of accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(texts__in=WhatRemains.values),
                name="closing_texts_known",
                violation_error_message=_("Choose what becomes of your texts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.due_on}"
