"""What was decided about a version, by whom and when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models.summaries import Summary, SummaryState
from questions.months import MonthsLater
from questions.reviewing import EARLY_MONTHS, MONTHS


class Decision(models.TextChoices):
    """What a specialist decided about a version."""

    APPROVED = "approved", _("approved")
    CHANGES_ASKED = "changes-asked", _("asked for changes")


def _due_within(months: int) -> Q:
    return Q(limit_months=months) & (
        Q(due_on__isnull=True) | Q(due_on__lte=MonthsLater(F("reviewed_on"), months=months))
    )


class Review(models.Model):
    """A named specialist's decision about one version. Name and credential are kept as they were on that day.

    A review that was carried over (`carried_from`) is the one of the version before, which differs by a typo.
    """

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="reviews")
    summary_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    reviewer_name = models.CharField(_("reviewer's name"), max_length=80)
    reviewer_credential = models.CharField(_("reviewer's credential"), max_length=120)
    decision = models.CharField(_("decision"), max_length=14, choices=Decision)
    reviewed_on = models.DateField(_("reviewed on"))
    due_on = models.DateField(_("next review due on"), null=True, blank=True)
    limit_months = models.PositiveSmallIntegerField(default=MONTHS, editable=False)
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="carried_to"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["reviewed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("summary_author")),
                name="review_not_by_author",
                violation_error_message=_("The author of a text cannot review it."),
            ),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="review_decision_known"),
            models.CheckConstraint(
                condition=~Q(reviewer_name="") & ~Q(reviewer_credential=""),
                name="review_names_reviewer",
                violation_error_message=_("A review names its reviewer and the reviewer's credential."),
            ),
            models.CheckConstraint(
                condition=Q(decision="approved", due_on__isnull=False, due_on__gt=F("reviewed_on"))
                | (Q(decision="changes-asked") & Q(due_on__isnull=True)),
                name="review_approval_has_due_date",
                violation_error_message=_("An approval says when the next review is due, later than its own date."),
            ),
            models.CheckConstraint(
                condition=_due_within(MONTHS) | _due_within(EARLY_MONTHS),
                name="review_due_in_time",
                violation_error_message=_(
                    "The next review is due within 36 months, and within 24 for treatment and outlook."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_name}: {self.get_decision_display()}"


class Transition(models.Model):
    """A version went from one state to another: who did it, when, why, and what its text was. Only ever added.

    `by` is empty for a version that came with its state from a file. A review of a published version leaves its state.
    """

    summary = models.ForeignKey(Summary, on_delete=models.PROTECT, related_name="transitions")
    from_state = models.CharField(_("from"), max_length=14, choices=SummaryState)
    to_state = models.CharField(_("to"), max_length=14, choices=SummaryState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="transitions"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    note = models.CharField(_("note"), max_length=500, blank=True)
    text_hash = models.CharField(_("fingerprint of the text"), max_length=64)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, blank=True, related_name="transitions")

    class Meta:
        verbose_name = _("step of a version")
        verbose_name_plural = _("steps of versions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_state=F("to_state")) | Q(review__isnull=False), name="transition_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(from_state__in=SummaryState.values, to_state__in=SummaryState.values),
                name="transition_states_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary}: {self.from_state} → {self.to_state}"


class ReviewReminder(models.Model):
    """That a specialist was told on a day which of their reviews run out: one mail a day."""

    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_on = models.DateField(_("sent on"))

    class Meta:
        verbose_name = _("reminder of reviews")
        verbose_name_plural = _("reminders of reviews")
        constraints = [models.UniqueConstraint(fields=["reviewer", "sent_on"], name="review_reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.reviewer}, {self.sent_on}"
