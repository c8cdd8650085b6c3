from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition, Relation
from moderation.models import ModeratedContent
from stories.querysets import StoryQuerySet


class ContentNote(models.TextChoices):
    """What a reader may want to know before reading."""

    DEATH = "death", _("mentions death")
    DEATH_OF_A_CHILD = "death-of-a-child", _("mentions the death of a child")
    FERTILITY = "fertility", _("mentions fertility")
    MENTAL_HEALTH = "mental-health", _("mentions mental health")
    HOSPITAL = "hospital", _("describes time in hospital")
    NEEDLES = "needles", _("mentions needles")


class Story(ModeratedContent):
    """A member's account of life with a condition, in their own words and language."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="stories")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stories")
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    teaser = models.CharField(max_length=300, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    relation = models.CharField(_("relation to the condition"), max_length=12, choices=Relation, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    content_notes = models.JSONField(_("content notes"), default=list, blank=True)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)

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

    @property
    def slug(self) -> str:
        """The readable end of its address."""
        return slugify(self.title) or "story"

    def get_absolute_url(self) -> str:
        return reverse("story-detail", args=[self.pk, self.slug])
