"""What readers say about a summary, and what editors answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models.answers import Answer
from questions.models.summaries import Summary
from questions.models.topics import Question


class PageFeedback(models.Model):
    """Whether a version answered somebody's question. Nothing says who that was."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="feedback")
    is_helpful = models.BooleanField(_("answered the question"))
    words = models.CharField(_("what was missing"), max_length=1000, blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    read_at = models.DateTimeField(_("read by an editor"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader's word on a page")
        verbose_name_plural = _("readers' words on pages")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(
                F("summary"),
                condition=Q(is_helpful=False, read_at__isnull=True),
                name="feedback_unhelpful_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(words="") | Q(is_helpful=False), name="feedback_words_when_unhelpful"),
        ]

    def __str__(self) -> str:
        return f"{self.summary}: {self.words or ('+' if self.is_helpful else '-')}"


class ConcernKind(models.TextChoices):
    """Where a concern comes from."""

    PROBLEM = "problem", _("a reader reports a problem")
    DIFFERS = "differs", _("a member's experience differs")


class Outcome(models.TextChoices):
    """How editors settled a concern. The first three stand in the public record."""

    CORRECTED = "corrected", _("The page was corrected.")
    EXPLAINED = "explained", _("The page was explained better, or an editor explains it here.")
    NOT_SUPPORTED = "not-supported", _("The sources do not support it.")
    NOT_ABOUT_CONTENT = "not-about-content", _("It was not about what the page says.")


class Concern(models.Model):
    """Somebody's doubt about a summary: a task that editors settle by a day, with an outcome that readers can see.

    `words` are for editors only; `explanation` is public. `answer` is the member's answer that differs.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="concerns")
    kind = models.CharField(_("kind"), max_length=8, choices=ConcernKind)
    words = models.TextField(_("words"), max_length=2000, blank=True)
    answer = models.OneToOneField(
        Answer, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="concern"
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    due_on = models.DateField(_("to be settled by"))
    outcome = models.CharField(_("outcome"), max_length=18, choices=Outcome, blank=True)
    explanation = models.CharField(_("what readers are told"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["due_on", "pk"]
        permissions = [("settle_concern", _("Can settle a concern about a summary"))]
        indexes = [models.Index(fields=["due_on"], condition=Q(outcome=""), name="concern_open")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConcernKind.values), name="concern_kind_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="concern_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="concern_settled_with_outcome",
                violation_error_message=_("A concern is settled with an outcome, a day and a name."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "not-about-content"]) | ~Q(explanation=""),
                name="concern_outcome_explained",
                violation_error_message=_("Say in a sentence what readers are told."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.question}"
