from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition
from forum.querysets import PostQuerySet, ThreadQuerySet
from moderation.models import ModeratedContent


class Thread(ModeratedContent):
    """A question to the community, about one condition or several."""

    conditions = models.ManyToManyField(Condition, related_name="threads", verbose_name=_("conditions"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now, editable=False)
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    is_answered = models.BooleanField(_("answered"), default=False)
    is_closed = models.BooleanField(_("closed"), default=False)
    closed_reason = models.CharField(_("why it was closed"), max_length=300, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["-last_post_at", "-pk"]
        indexes = [
            models.Index(
                F("last_post_at").desc(), F("id").desc(), condition=Q(visibility="visible"), name="thread_active"
            ),
            models.Index(
                F("posted_at").desc(), F("id").desc(), condition=Q(visibility="visible"), name="thread_newest"
            ),
            models.Index(
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(visibility="visible", reply_count=0, is_closed=False),
                name="thread_unanswered",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="thread_not_empty"),
            models.CheckConstraint(
                condition=Q(is_closed=True) | Q(closed_reason=""),
                name="thread_reason_only_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """The readable end of its address."""
        return slugify(self.title) or "thread"

    def get_absolute_url(self) -> str:
        return reverse("thread-detail", args=[self.pk, self.slug])


class Post(ModeratedContent):
    """A reply in a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["posted_at", "pk"]
        indexes = [
            models.Index(
                fields=["thread", "posted_at", "id"], condition=Q(visibility="visible"), name="post_of_thread"
            ),
        ]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="post_body_not_empty")]

    def __str__(self) -> str:
        return f"{self.author}, {self.posted_at:%Y-%m-%d}"
