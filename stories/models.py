from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition, Relation, Stage
from moderation.models import ModeratedContent, TitledContent
from stories.querysets import StoryQuerySet, StoryThanksQuerySet
from writing.models import HelpfulVoteBase


class ContentNote(models.TextChoices):
    """What a reader may want to know before reading."""

    DEATH = "death", _("mentions death")
    DEATH_OF_A_CHILD = "death-of-a-child", _("mentions the death of a child")
    FERTILITY = "fertility", _("mentions fertility")
    MENTAL_HEALTH = "mental-health", _("mentions mental health")
    HOSPITAL = "hospital", _("describes time in hospital")
    NEEDLES = "needles", _("mentions needles")


class Story(TitledContent):
    """A member's account of life with a condition, in their own words and language.

    `changed_at` is when its author last changed or added words; empty for a story as it was first told.
    """

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="stories")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stories")
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    teaser = models.CharField(max_length=300, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    relation = models.CharField(_("relation to the condition"), max_length=12, choices=Relation, blank=True)
    stage = models.CharField(_("where its author stands"), max_length=10, choices=Stage, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    content_notes = models.JSONField(_("content notes"), default=list, blank=True)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)
    helpful_count = models.PositiveIntegerField(_("helped"), default=0, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(
                F("condition"),
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(visibility="visible"),
                name="story_of_condition",
            ),
            models.Index(F("posted_at").desc(), F("id").desc(), condition=Q(visibility="visible"), name="story_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="story_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("story-detail", args=[self.pk, self.slug])


class StoryUpdate(models.Model):
    """What happened since: a part that the author adds later, under its own date."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="updates")
    heading = models.CharField(_("heading"), max_length=80, blank=True)
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)

    class Meta:
        verbose_name = _("later part of a story")
        verbose_name_plural = _("later parts of stories")
        ordering = ["posted_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="story_update_not_empty")]

    def __str__(self) -> str:
        return self.heading or str(self.story)


class StoryVersion(models.Model):
    """The words of a story as they were until its author changed them. For its author's eyes, and moderators'."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier version of a story")
        verbose_name_plural = _("earlier versions of stories")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class StoryVote(HelpfulVoteBase):
    """One member saying that a story helped."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="votes")

    class Meta:
        verbose_name = _("vote for a story")
        verbose_name_plural = _("votes for stories")
        constraints = [models.UniqueConstraint(fields=["story", "voter"], name="story_vote_once")]

    def __str__(self) -> str:
        return f"{self.voter_id} → {self.story_id}"


class DeletedStory(models.Model):
    """That there was a story under this number, so that links to it are answered kindly. Nothing of it is left."""

    number = models.PositiveBigIntegerField(unique=True)
    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.number)


class StoryThanks(ModeratedContent):
    """A member's short thank-you under a story, one for each member. It is for the same readers as the story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="thanks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="story_thanks")
    body = models.TextField(_("text"), max_length=500)
    body_html = models.TextField(editable=False)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)

    objects = StoryThanksQuerySet.as_manager()

    class Meta:
        verbose_name = _("thank-you under a story")
        verbose_name_plural = _("thank-yous under stories")
        ordering = ["posted_at", "pk"]
        indexes = [models.Index(fields=["story", "posted_at"], name="story_thanks_of_story")]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "author"],
                name="story_thanks_once",
                violation_error_message=_("You have thanked for this story already."),
            ),
            models.CheckConstraint(condition=~Q(body=""), name="story_thanks_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} → {self.story_id}"

    def get_absolute_url(self) -> str:
        return f"{self.story.get_absolute_url()}#thanks-{self.pk}"
