"""What is asked of every condition, and what is asked of one."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition
from questions.models.sources import Source
from questions.querysets import QuestionQuerySet, TopicQuerySet


class TopicGroup(models.TextChoices):
    """The part of a condition's page in which a topic stands."""

    BASICS = "basics", _("Basics")
    CAUSES = "causes", _("Causes")
    DAILY_LIFE = "daily-life", _("Daily life")
    TREATMENT = "treatment", _("Treatment")
    OUTLOOK = "outlook", _("Outlook")


class Assembly(models.TextChoices):
    """What a topic is assembled from, where it needs no editor."""

    NONE = "", _("written by editors")
    CODES = "codes", _("assembled from the catalogue's codes")
    NAMES = "names", _("assembled from the catalogue's names")


class Topic(models.Model):
    """A standard question, such as “Is {condition} hereditary?”, asked of every condition."""

    place = models.PositiveSmallIntegerField(_("place"), help_text=_("Its number in the order of all topics."))
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    group = models.CharField(_("group"), max_length=12, choices=TopicGroup)
    title_pattern = models.CharField(
        _("title"), max_length=160, help_text=_("{condition} is the condition's name, {short} its short name.")
    )
    heading_pattern = models.CharField(_("heading in lists"), max_length=160)
    description_pattern = models.CharField(_("description for search engines"), max_length=300)
    takes_verdict = models.BooleanField(_("takes a verdict"), default=False)
    is_about_treatment = models.BooleanField(_("is about treatment"), default=False)
    is_sensitive = models.BooleanField(_("is sensitive"), default=False)
    is_retired = models.BooleanField(_("retired"), default=False)
    assembly = models.CharField(_("assembled from"), max_length=10, choices=Assembly, blank=True, default=Assembly.NONE)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(group__in=TopicGroup.values), name="topic_group_known"),
            models.CheckConstraint(condition=Q(assembly__in=Assembly.values), name="topic_assembly_known"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def needs_early_review(self) -> bool:
        """Whether its texts age faster than others: what is said of treatment and outlook."""
        return self.is_about_treatment or self.group in {TopicGroup.TREATMENT, TopicGroup.OUTLOOK}


class Question(models.Model):
    """One topic of one condition. The row exists from the first summary or answer; the page exists without it.

    `answer_count` counts the answers that anyone may read, `members_answer_count` those for members only, `vote_count`
    the votes that all its answers got.
    """

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="questions")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    published_summary = models.OneToOneField(
        "Summary", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="published_for"
    )
    current_review = models.OneToOneField(
        "Review", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="current_for"
    )
    answer_count = models.PositiveIntegerField(_("member answers"), default=0, editable=False)
    members_answer_count = models.PositiveIntegerField(_("answers for members only"), default=0, editable=False)
    vote_count = models.PositiveIntegerField(_("votes"), default=0, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(
                F("answer_count").desc(),
                F("id").desc(),
                condition=Q(current_review__isnull=False),
                name="question_most_answered",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["condition", "topic"], name="question_once_per_condition"),
            models.CheckConstraint(
                condition=Q(current_review__isnull=True) | Q(published_summary__isnull=False),
                name="question_review_needs_summary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition}: {self.topic}"

    def get_absolute_url(self) -> str:
        return reverse("question-detail", args=[self.condition.slug, self.topic.slug])


class Fact(models.Model):
    """A short fact of a condition, such as how common it is, with its source."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="facts")
    place = models.PositiveSmallIntegerField(_("place"))
    label = models.CharField(_("label"), max_length=60)
    value = models.CharField(_("fact"), max_length=300)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="facts")

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["condition", "place"], name="fact_place_once")]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


class DailyReads(models.Model):
    """How often the page of a question was read on one day: numbers only, nothing about who read."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="daily_reads")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="daily_reads")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("reads"), default=0)

    class Meta:
        verbose_name = _("reads of a day")
        verbose_name_plural = _("reads of a day")
        constraints = [models.UniqueConstraint(fields=["condition", "topic", "day"], name="daily_reads_once")]

    def __str__(self) -> str:
        return f"{self.condition}: {self.topic}, {self.day}: {self.count}"


class MissedSearch(models.Model):
    """How often certain words were searched for on one day and met nothing. Nothing says who searched.

    `words` stand in the order of the alphabet, folded, so that the order in which they were typed makes no difference.
    """

    words = models.CharField(_("words"), max_length=60)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("searches"), default=0)

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="missed_search_once")]

    def __str__(self) -> str:
        return f"{self.words}, {self.day}: {self.count}"
