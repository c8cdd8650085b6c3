from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.models import Relation, Stage
from moderation.models import ModeratedContent
from questions.models.topics import Question
from questions.patterns import fill
from questions.querysets import AnswerQuerySet
from writing.models import HelpfulVoteBase

DIAGNOSED_YEARS: Final = (1900, 2100)
WRONG_YEAR: Final = _("Give the year of diagnosis with four digits.")
ANSWERED_ALREADY: Final = _("You have already answered this question.")


def check_diagnosed_year(year: int) -> None:
    """Raises ValidationError for a year that no answer can mean."""
    first, last = DIAGNOSED_YEARS
    if not first <= year <= last:
        raise ValidationError(WRONG_YEAR)


class Answer(ModeratedContent):
    """A member's reply to a question, out of their own experience. Relation, year, country and stage are shown with it.

    Without a name it says “A member”; its author is kept, for their own eyes and the moderators'. `helpful_rank` is
    what answers are sorted by (questions/ranking.py), `votes_before` the votes of the question when the answer came.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers")
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    relation = models.CharField(_("relation to the condition"), max_length=12, choices=Relation, blank=True)
    diagnosed_year = models.PositiveSmallIntegerField(
        _("year of diagnosis"), null=True, blank=True, validators=[check_diagnosed_year]
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    stage = models.CharField(_("where they stand"), max_length=10, choices=Stage, blank=True)
    differs_from_summary = models.BooleanField(_("says that the editors’ text differs"), default=False)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)
    votes_before = models.PositiveIntegerField(default=0, editable=False)
    helpful_rank = models.FloatField(default=0, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["posted_at", "pk"]
        indexes = [
            models.Index(
                F("question"),
                F("helpful_rank").desc(),
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
                violation_error_message=ANSWERED_ALREADY,
            ),
            models.CheckConstraint(condition=~Q(body=""), name="answer_body_not_empty"),
            models.CheckConstraint(
                condition=Q(diagnosed_year__isnull=True) | Q(diagnosed_year__range=DIAGNOSED_YEARS),
                name="answer_diagnosed_year_plausible",
                violation_error_message=WRONG_YEAR,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.question}"

    def get_absolute_url(self) -> str:
        """An address that leads to the answer on whichever page it stands today."""
        return reverse("answer-detail", args=[self.pk])


def answer_title(answer: Answer) -> str:
    """What an answer is called in lists and notices: its question, never its words."""
    question = answer.question
    return gettext("Answer: %(question)s") % {"question": fill(question.topic.title_pattern, question.condition)}


class AnswerVersion(models.Model):
    """The words of an answer as they were until its author changed them. For its author's eyes, and moderators'."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    body = models.TextField(_("text"))
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier version of an answer")
        verbose_name_plural = _("earlier versions of answers")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answer_id}, {self.replaced_at:%Y-%m-%d}"


class HelpfulVote(HelpfulVoteBase):
    """One member saying that an answer helped."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="votes")

    class Meta:
        verbose_name = _("vote for an answer")
        verbose_name_plural = _("votes for answers")
        constraints = [models.UniqueConstraint(fields=["answer", "voter"], name="helpful_vote_once")]

    def __str__(self) -> str:
        return f"{self.voter_id} → {self.answer_id}"


class AnswerOffer(models.Model):
    """That a question nobody answered was offered to a member who would help. Nobody is asked twice about the same."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="offers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answer_offers")
    offered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("offer to answer")
        verbose_name_plural = _("offers to answer")
        ordering = ["-offered_at", "-pk"]
        indexes = [models.Index(fields=["member", "offered_at"], name="answer_offer_of_member")]
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="answer_offer_once")]

    def __str__(self) -> str:
        return f"{self.member}, {self.question}"
