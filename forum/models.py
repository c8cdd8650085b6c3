from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition
from forum.querysets import PostQuerySet, ThreadConditionQuerySet, ThreadQuerySet
from moderation.models import ModeratedContent, TitledContent
from writing.models import HelpfulVoteBase


class Thread(TitledContent):
    """A question to the community: about one condition, several, or (`is_general`) life with any of them.

    `published_at` is when others could first read it, empty while nobody could; `told_at` when its author heard that
    nobody has answered.
    """

    conditions = models.ManyToManyField(
        Condition, through="ThreadCondition", related_name="threads", verbose_name=_("conditions")
    )
    is_general = models.BooleanField(_("about all conditions"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    published_at = models.DateTimeField(default=timezone.now, null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)
    last_post_at = models.DateTimeField(default=timezone.now, editable=False)
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    is_answered = models.BooleanField(_("answered"), default=False)
    is_closed = models.BooleanField(_("closed"), default=False)
    closed_reason = models.CharField(_("why it was closed"), max_length=300, blank=True)
    closed_to = models.CharField(_("where to go on"), max_length=300, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

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
            models.CheckConstraint(
                condition=Q(visibility="withdrawn") | (~Q(title="") & ~Q(body="")), name="thread_has_words"
            ),
            models.CheckConstraint(
                condition=Q(is_closed=True) | Q(closed_reason="", closed_to=""),
                name="thread_reason_only_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("thread-detail", args=[self.pk, self.slug])


class ThreadCondition(models.Model):
    """A thread in the list of one of its conditions. `place` 0 is its home, whose forum it came from.

    What orders and chooses the list is kept here too, so that an index serves each list however long it grows.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="places")
    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="thread_places")
    place = models.PositiveSmallIntegerField(default=0)
    posted_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    is_listed = models.BooleanField(default=False)
    is_for_members = models.BooleanField(default=False)
    is_unanswered = models.BooleanField(default=True)

    objects = ThreadConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition of a thread")
        verbose_name_plural = _("conditions of a thread")
        ordering = ["place", "pk"]
        indexes = [
            models.Index(
                "condition",
                F("last_post_at").desc(),
                F("id").desc(),
                condition=Q(is_listed=True),
                name="thread_place_active",
            ),
            models.Index(
                "condition",
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(is_listed=True),
                name="thread_place_newest",
            ),
            models.Index(
                "condition",
                F("posted_at").desc(),
                F("id").desc(),
                condition=Q(is_listed=True, is_unanswered=True),
                name="thread_place_unanswered",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["thread", "condition"], name="thread_condition_once"),
            models.UniqueConstraint(fields=["thread", "place"], name="thread_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thread}, {self.condition}"


class Post(ModeratedContent):
    """A reply in a thread. It may quote another reply, or (`quotes_question`) what the thread began with.

    Only which one is quoted is kept, never its words: whoever takes them back takes them back everywhere.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    quoted = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="quoted_by")
    quotes_question = models.BooleanField(default=False)
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    published_at = models.DateTimeField(default=timezone.now, null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)
    helpful_count = models.PositiveIntegerField(_("helped"), default=0, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["posted_at", "pk"]
        indexes = [models.Index(fields=["thread", "posted_at", "id"], name="post_in_thread")]
        constraints = [
            models.CheckConstraint(condition=Q(visibility="withdrawn") | ~Q(body=""), name="post_has_words"),
            models.CheckConstraint(condition=Q(quoted=None) | Q(quotes_question=False), name="post_quotes_one"),
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.posted_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """An address that leads to the reply on whichever page it stands today."""
        return reverse("post-detail", args=[self.pk])


class PostVote(HelpfulVoteBase):
    """One member saying that a reply helped."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="votes")

    class Meta:
        verbose_name = _("helpful vote for a reply")
        verbose_name_plural = _("helpful votes for replies")
        constraints = [models.UniqueConstraint(fields=["post", "voter"], name="post_vote_once")]

    def __str__(self) -> str:
        return f"{self.voter}, {self.post}"


class ThreadEdit(models.Model):
    """What a question said before its author changed it. Only the author and moderators read it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="edits")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("earlier text of a thread")
        verbose_name_plural = _("earlier texts of threads")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.thread}, {self.replaced_at:%Y-%m-%d}"


class PostEdit(models.Model):
    """What a reply said before its author changed it. Only the author and moderators read it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="edits")
    body = models.TextField(_("text"))
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("earlier text of a reply")
        verbose_name_plural = _("earlier texts of replies")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.post}, {self.replaced_at:%Y-%m-%d}"


class Following(models.Model):
    """A member who wants to hear of new replies in a thread. `seen_at` is when they last said that they had read it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="followings")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("followed thread")
        verbose_name_plural = _("followed threads")
        ordering = ["-since", "-pk"]
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="following_once")]

    def __str__(self) -> str:
        return f"{self.member}, {self.thread}"


class Volunteer(models.Model):
    """A member who said that they would help: threads about their conditions that nobody replies to are offered."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="volunteer")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("member who would help")
        verbose_name_plural = _("members who would help")
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return str(self.member)


class Offer(models.Model):
    """That a thread without a reply was offered to a member who would help. Nobody is asked twice about the same."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="offers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offers")
    offered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("offer to help")
        verbose_name_plural = _("offers to help")
        ordering = ["-offered_at", "-pk"]
        indexes = [models.Index(fields=["member", "offered_at"], name="offer_of_member")]
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="offer_once")]

    def __str__(self) -> str:
        return f"{self.member}, {self.thread}"


def title_of_thread(thread: Thread) -> str:
    """What a thread is called in moderators' lists and in notices to its author."""
    return thread.title


def public_title_of_thread(thread: Thread) -> str:
    """What a thread is called for its readers."""
    return thread.shown_title


def title_of_post(post: Post) -> str:
    """What a reply is called in moderators' lists: the question that it replies to."""
    return str(post.thread)


def public_title_of_post(post: Post) -> str:
    """The same for its readers."""
    return post.thread.shown_title
