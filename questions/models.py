from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.models import Condition, Relation, Stage
from moderation.models import ModeratedContent
from questions.patterns import fill
from questions.querysets import AnswerQuerySet, QuestionQuerySet, TopicQuerySet
from writing.models import HelpfulVoteBase


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


class Verdict(models.TextChoices):
    """The answer at a glance. The first five stand on a scale."""

    NO = "no", _("No")
    USUALLY_NO = "usually-no", _("Usually no")
    VARIES = "varies", _("It varies")
    USUALLY_YES = "usually-yes", _("Usually yes")
    YES = "yes", _("Yes")
    UNKNOWN = "unknown", _("Not known")
    NOT_APPLICABLE = "not-applicable", _("No yes-or-no answer")


class SummaryState(models.TextChoices):
    """Where a version stands on its way to readers."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class Summary(models.Model):
    """One version of the editors' answer to a question; once published it never changes.

    `body_html`, `sources_html`, `source_lines` and `contents` are prepared when the version is written, so that reading
    is cheap. `source_lines` holds [number, title, organisation, link] for machines.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="summaries")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=SummaryState, default=SummaryState.DRAFT)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict)
    short_answer = models.CharField(_("short answer"), max_length=600, help_text=_("At most 60 words."))
    body = models.TextField(_("text"))
    change_note = models.CharField(_("what changed"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="summaries", verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    body_html = models.TextField(editable=False)
    sources_html = models.TextField(editable=False)
    source_lines = models.JSONField(default=list, editable=False)
    contents = models.JSONField(default=list, editable=False)
    source_count = models.PositiveSmallIntegerField(default=0, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        ordering = ["question", "-number"]
        permissions = [
            ("publish_summary", _("Can publish a summary")),
            ("review_summary", _("Can review a summary as a specialist")),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(), F("id").desc(), condition=Q(state="published"), name="summary_newest"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="summary_number_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="summary_verdict_known"),
            models.CheckConstraint(condition=Q(state__in=SummaryState.values), name="summary_state_known"),
            models.CheckConstraint(condition=~Q(short_answer=""), name="summary_short_answer_not_empty"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="summary_published_at_when_published",
                violation_error_message=_("A published version has a date of publishing, a draft has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.number}"


class Source(models.Model):
    """A publication that summaries cite."""

    key = models.SlugField(_("key"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    organisation = models.CharField(_("organisation"), max_length=200)
    url = models.URLField(_("link"), max_length=500)
    published = models.CharField(_("year or date of publication"), max_length=40, blank=True)
    checked_on = models.DateField(_("checked on"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["organisation", "title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(url=""), name="source_title_and_link"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.organisation})"


class Citation(models.Model):
    """The number under which a version cites a source."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "number"], name="citation_number_once"),
            models.UniqueConstraint(fields=["summary", "source"], name="citation_source_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="citation_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"[{self.number}] {self.source}"


class Decision(models.TextChoices):
    """What a specialist decided about a version."""

    APPROVED = "approved", _("approved")
    CHANGES_ASKED = "changes-asked", _("asked for changes")


class Review(models.Model):
    """A named specialist's decision about one version. Name and credential are kept as they were on that day."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="reviews")
    summary_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    reviewer_name = models.CharField(_("reviewer's name"), max_length=80)
    reviewer_credential = models.CharField(_("reviewer's credential"), max_length=120)
    decision = models.CharField(_("decision"), max_length=14, choices=Decision)
    reviewed_on = models.DateField(_("reviewed on"))
    due_on = models.DateField(_("next review due on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["reviewed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("summary_author")),
                name="review_not_by_author",
                violation_error_message=_("The author of a text cannot review it."),
            ),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="review_decision_known"),
            models.CheckConstraint(
                condition=~Q(reviewer_name="") & ~Q(reviewer_credential=""),
                name="review_names_reviewer",
                violation_error_message=_("A review names its reviewer and the reviewer's credential."),
            ),
            models.CheckConstraint(
                condition=Q(decision="approved", due_on__isnull=False, due_on__gt=F("reviewed_on"))
                | (Q(decision="changes-asked") & Q(due_on__isnull=True)),
                name="review_approval_has_due_date",
                violation_error_message=_("An approval says when the next review is due, later than its own date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_name}: {self.get_decision_display()}"


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
    diagnosed_year = models.PositiveSmallIntegerField(_("year of diagnosis"), null=True, blank=True)
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

    def get_absolute_url(self) -> str:
        return f"{self.question.get_absolute_url()}#answer-{self.pk}"


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
