from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.kinds import kind_called
from moderation.querysets import CaseQuerySet


class Risk(models.TextChoices):
    """How much harm waiting may do."""

    CRISIS = "crisis", _("someone may be in danger")
    HIGH = "high", _("may harm someone")
    ORDINARY = "ordinary", _("can wait its turn")


class Source(models.TextChoices):
    """What brought a text into the queue."""

    FIRST_TEXT = "first-text", _("first texts of a member")
    SCREENING = "screening", _("automatic check")
    REPORT = "report", _("report by a reader")
    AUTHOR = "author", _("changed by its author")
    MODERATOR = "moderator", _("another moderator")


class Reason(models.TextChoices):
    """What a text may be about, in the words of whoever raised it."""

    SELF_HARM = "self-harm", _("Someone may hurt themselves")
    ILLEGAL = "illegal", _("It is against the law")
    UNDER_AGE = "under-age", _("It is by or about a child who should not be here")
    ADVICE = "advice", _("It gives dangerous advice")
    CRUELTY = "cruelty", _("It is cruel or insults someone")
    PRIVACY = "privacy", _("It shows someone’s name, address or other private things")
    ABOUT_ME = "about-me", _("It is about me")
    SPAM = "spam", _("It is an advert or a scam")
    OTHER = "other", _("Something else")
    FIRST_TEXT = "first-text", _("One of the first texts of a member")
    ADDRESS = "address", _("Its author’s mail address is of a throwaway service")
    CHANGED = "changed", _("Changed after a moderator asked, or while its author’s texts are read first")


RISK_OF = {
    Reason.SELF_HARM: Risk.CRISIS,
    Reason.ILLEGAL: Risk.HIGH,
    Reason.UNDER_AGE: Risk.HIGH,
    Reason.ADVICE: Risk.HIGH,
}
"""The reasons that are more than ordinary."""


class Case(models.Model):
    """One text in the moderators' queue, from the first flag until a decision settles it.

    The text is named by its kind (moderation/kinds.py) and number. At most one case about it is open. `claimed_by`
    reads it until `claimed_until`; `waits_for_author_since` is when its author was asked to change it.
    """

    kind = models.CharField(_("kind"), max_length=20)
    item_id = models.PositiveBigIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases", verbose_name=_("author")
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    risk = models.CharField(_("risk"), max_length=10, choices=Risk, default=Risk.ORDINARY)
    opened_at = models.DateTimeField(_("since"), default=timezone.now)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claimed_cases",
        verbose_name=_("read by"),
    )
    claimed_until = models.DateTimeField(_("read until"), null=True, blank=True)
    waits_for_author_since = models.DateTimeField(_("author was asked"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["opened_at", "pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(F("opened_at"), condition=Q(settled_at__isnull=True), name="case_oldest_open"),
            models.Index(fields=["kind", "item_id"], name="case_of_item"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "item_id"], condition=Q(settled_at__isnull=True), name="case_one_open"
            ),
            models.CheckConstraint(condition=Q(risk__in=Risk.values), name="case_risk_known"),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="case_claim_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    def item(self) -> Any:
        """The text itself, or nothing where it is gone: one query."""
        kind = kind_called(self.kind)
        return kind.rows().filter(pk=self.item_id).first() if kind else None

    def is_claimed_by_another_than(self, moderator_id: int) -> bool:
        """Whether someone else is reading it now."""
        is_over = self.claimed_until is None or self.claimed_until <= timezone.now()
        return self.claimed_by_id not in {None, moderator_id} and not is_over


class Flag(models.Model):
    """One reason why a text is in the queue. `words` say it to moderators; they never quote the text."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="flags")
    source = models.CharField(_("from"), max_length=12, choices=Source)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    raised_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["raised_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "source", "reason", "words"], name="flag_once"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="flag_source_known"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="flag_reason_known"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
