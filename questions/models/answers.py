"""What members wrote, and who said that it helped."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models import Relation
from moderation.models import ModeratedContent
from questions.models.topics import Question
from questions.querysets import AnswerQuerySet


class Answer(ModeratedContent):
    """A member's reply to a question, out of their own experience. Relation, year and country are shown with it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers")
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    relation = models.CharField(_("relation to the condition"), max_length=12, choices=Relation, blank=True)
    diagnosed_year = models.PositiveSmallIntegerField(_("year of diagnosis"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["posted_at", "pk"]
        indexes = [
            models.Index(
                F("question"),
                F("helpful_count").desc(),
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(visibility="visible"),
                name="answer_most_helpful",
            ),
            models.Index(
                F("question"),
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(visibility="visible"),
                name="answer_newest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "author"],
                name="answer_one_per_member",
                violation_error_message=_("You have already answered this question."),
            ),
            models.CheckConstraint(condition=~Q(body=""), name="answer_body_not_empty"),
            models.CheckConstraint(
                condition=Q(diagnosed_year__isnull=True) | Q(diagnosed_year__range=(1900, 2100)),
                name="answer_diagnosed_year_plausible",
                violation_error_message=_("Give the year of diagnosis with four digits."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.question}"


class HelpfulVote(models.Model):
    """One member saying that an answer helped."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="helpful_votes")
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "voter"], name="helpful_vote_once")]

    def __str__(self) -> str:
        return f"{self.voter}, {self.answer}"
