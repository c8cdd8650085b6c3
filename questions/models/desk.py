"""What editors say to each other about a version, who has one open, and the words that they would rather read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models.summaries import Summary


class SummaryComment(models.Model):
    """A word of one editor to the others about a version. Only editors see it, and nobody changes it."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="summary_comments")
    words = models.TextField(_("words"), max_length=2000)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("comment on a version")
        verbose_name_plural = _("comments on versions")
        ordering = ["written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="summary_comment_not_empty")]

    def __str__(self) -> str:
        return f"{self.summary}: {self.words[:60]}"


class DraftVisit(models.Model):
    """That an editor works on a draft: when their form last said so. One row for each editor and draft."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="visits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("last at it"), default=timezone.now)

    class Meta:
        verbose_name = _("editor at a draft")
        verbose_name_plural = _("editors at drafts")
        constraints = [models.UniqueConstraint(fields=["summary", "person"], name="draft_visit_once")]

    def __str__(self) -> str:
        return f"{self.summary}: {self.person}"


class PlainWord(models.Model):
    """A word that the checks of one language mark, and the plainer one: what owners add to the list of the site."""

    language = models.CharField(
        _("language"), max_length=10, default="en", help_text=_("Its code, such as “en” or “pt-br”.")
    )
    word = models.CharField(_("word"), max_length=80)
    plainer = models.CharField(
        _("plainer word"),
        max_length=80,
        blank=True,
        help_text=_("Empty: the word of our own list is left alone."),
    )

    class Meta:
        verbose_name = _("plainer word")
        verbose_name_plural = _("plainer words")
        ordering = ["language", "word"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "word"],
                name="plain_word_once",
                violation_error_message=_("The list has this word already."),
            ),
            models.CheckConstraint(condition=~Q(word=""), name="plain_word_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.plainer}"
