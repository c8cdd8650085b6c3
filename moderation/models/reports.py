import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.cases import Case, Reason
from moderation.models.decisions import Decision, Snapshot


def new_key() -> str:
    """What the address of a receipt ends in: nobody guesses it."""
    return secrets.token_urlsafe(18)


class Report(models.Model):
    """One person telling moderators about one text. Its author never learns who.

    `person` is a keyed hash of who it was: the member, else the e-mail address, else the network address. `weight`
    says whether it counts towards hiding the text before a moderator has read it. `address_hash` is emptied soon.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=20)
    item_id = models.PositiveBigIntegerField(_("number"))
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+", verbose_name=_("text then"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("who reported"),
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    person = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=0)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    words = models.CharField(_("in their words"), max_length=1000, blank=True)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, db_index=True)
    told_at = models.DateTimeField(_("told of the outcome"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["sent_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["case", "weight"], name="report_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "item_id"], name="report_once"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="report_reason_known"),
            models.CheckConstraint(
                condition=Q(weight=0) | Q(reporter__isnull=False), name="report_weight_is_of_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}: {self.get_reason_display()}"


class Outcome(models.TextChoices):
    """What came of an appeal."""

    UPHELD = "upheld", _("the decision stays")
    OVERTURNED = "overturned", _("the decision was taken back")


class Appeal(models.Model):
    """An author's wish that somebody else looks at a decision again. Both decisions are kept.

    `first_by` repeats who decided first, so that the database can refuse the same person here.
    """

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="appeal", verbose_name=_("decision")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("author")
    )
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField(_("in the author’s words"), max_length=2000, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_appeals",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["made_at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(F("made_at"), condition=Q(decided_at__isnull=True), name="appeal_oldest_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome="", answer="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="appeal_decided_whole",
                violation_error_message=_("Say why. The author reads it."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(first_by__isnull=True) | ~Q(decided_by=F("first_by")),
                name="appeal_decided_by_another",
                violation_error_message=_("Someone else decides about the appeal against your own decision."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("author")), name="appeal_not_by_author"
            ),
        ]

    def __str__(self) -> str:
        return str(self.decision)
