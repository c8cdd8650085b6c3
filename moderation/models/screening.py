from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.content import ModeratedContent
from moderation.querysets import ModeratedQuerySet


class Topic(models.TextChoices):
    """What a list of phrases or words is for."""

    SPAM = "spam", _("adverts and swindles")
    CRISIS = "crisis", _("people in danger")
    ADVICE = "advice", _("advice that can harm")
    GROUPS = "groups", _("groups of words")
    SITES = "sites", _("known sites")
    MAIL = "mail", _("throwaway mail services")


class PhraseList(models.Model):
    """The owner's own version of a list that screening uses (moderation/word_lists.py), or a further list.

    `lines` holds one phrase on each line, for groups, sites and mail one word. A list with no lines switches it off.
    """

    name = models.SlugField(_("name"), unique=True)
    topic = models.CharField(_("what it is for"), max_length=8, choices=Topic)
    points = models.FloatField(
        _("points"), default=0, help_text=_("For adverts: how much this sign counts. 0.8 or more in all holds a text.")
    )
    lines = models.TextField(_("phrases, one on each line"), blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("list of phrases")
        verbose_name_plural = _("lists of phrases")
        ordering = ["topic", "name"]
        constraints = [models.CheckConstraint(condition=Q(topic__in=Topic.values), name="phrase_list_topic_known")]

    def __str__(self) -> str:
        return self.name


class ProposedChange(ModeratedContent):
    """New words for a text that others can read, while the old ones stand: they wait until a moderator has read them.

    `target_kind` and `target_id` name the text, `fields` hold its new words. There is one for a text at most.
    """

    target_kind = models.CharField(max_length=20)
    target_id = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposed_changes")
    title = models.CharField(_("title"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    body_html = models.TextField(editable=False, blank=True)
    fields = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    posted_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = ModeratedQuerySet.as_manager()

    class Meta:
        verbose_name = _("change that waits")
        verbose_name_plural = _("changes that wait")
        ordering = ["posted_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["target_kind", "target_id"], condition=Q(visibility="held"), name="proposed_change_one_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target_kind} {self.target_id}"

    def get_absolute_url(self) -> str:
        return self.url


class TextPrint(models.Model):
    """One print of a text, by which almost the same text is found again (moderation/likeness.py). It holds no words."""

    kind = models.CharField(max_length=20)
    item_id = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    value = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["value"], name="text_print_value"),
            models.Index(fields=["kind", "item_id"], name="text_print_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class LearnedTable(models.Model):
    """What the classifier learnt from the moderators' decisions at one time, and how well it did on others.

    The newest one counts, when it `is_used`. It holds words that stood in two texts or more, and no text.
    """

    made_at = models.DateTimeField(_("when"), default=timezone.now)
    examples = models.PositiveIntegerField(_("decisions"))
    recall = models.FloatField(_("adverts found"))
    false_share = models.FloatField(_("others taken for adverts"))
    is_used = models.BooleanField(_("counts"), default=False)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("what the classifier learnt")
        verbose_name_plural = _("what the classifier learnt")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}, {self.examples}"
