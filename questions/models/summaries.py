"""The editors' answer to a question, version by version."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models.sources import Source
from questions.models.topics import Question
from questions.querysets import SummaryQuerySet


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
    """Where a version stands on its way to readers, and away from them."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    CHANGES_ASKED = "changes-asked", _("changes asked")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")
    RETIRED = "retired", _("retired")


SEEN_STATES = (SummaryState.PUBLISHED, SummaryState.SUPERSEDED, SummaryState.RETIRED)
"""The states of versions that readers see or have seen."""


class ChangeSize(models.TextChoices):
    """How much a version changes what the one before it said."""

    TYPO = "typo", _("typo: the same words, spelled right")
    CONTENT = "content", _("content: other words, the same advice")
    CLINICAL = "clinical", _("clinical: another answer, number or advice")


class Summary(models.Model):
    """One version of the editors' answer to a question; once it is submitted its text never changes.

    `revision` counts the edits of a draft, so that two people who save it at once find out. `body_html`,
    `sources_html`, `source_lines` and `contents` are prepared when the version is written, for cheap reading;
    `source_lines` holds [number, title, organisation, link] for machines.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="summaries")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=14, choices=SummaryState, default=SummaryState.DRAFT)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict)
    short_answer = models.CharField(_("short answer"), max_length=600, help_text=_("At most 60 words."))
    body = models.TextField(_("text"))
    change_note = models.CharField(_("what changed"), max_length=300)
    change_size = models.CharField(
        _("size of the change"), max_length=8, choices=ChangeSize, default=ChangeSize.CLINICAL
    )
    based_on = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="later_versions"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="summaries", verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    body_html = models.TextField(editable=False)
    sources_html = models.TextField(editable=False)
    source_lines = models.JSONField(default=list, editable=False)
    contents = models.JSONField(default=list, editable=False)
    source_count = models.PositiveSmallIntegerField(default=0, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = SummaryQuerySet.as_manager()

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
            models.Index(
                "state",
                "changed_at",
                condition=Q(state__in=["draft", "submitted", "changes-asked", "approved"]),
                name="summary_at_work",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="summary_number_once"),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(state="published"),
                name="summary_one_published",
                violation_error_message=_("Another version of this answer is published."),
            ),
            models.UniqueConstraint(
                fields=["based_on"],
                condition=Q(state="draft"),
                name="summary_one_draft_of_each",
                violation_error_message=_("There is a draft of the next version already."),
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="summary_verdict_known"),
            models.CheckConstraint(condition=Q(state__in=SummaryState.values), name="summary_state_known"),
            models.CheckConstraint(condition=Q(change_size__in=ChangeSize.values), name="summary_size_known"),
            models.CheckConstraint(condition=~Q(short_answer=""), name="summary_short_answer_not_empty"),
            models.CheckConstraint(
                condition=Q(state__in=SEEN_STATES, published_at__isnull=False)
                | (~Q(state__in=SEEN_STATES) & Q(published_at__isnull=True)),
                name="summary_published_at_when_seen",
                violation_error_message=_("A version that readers saw has a date of publishing, others have none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.number}"


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


class Part(models.TextChoices):
    """What someone did for a version."""

    WRITER = "writer", _("wrote")
    REVIEWER = "reviewer", _("reviewed")


class Contribution(models.Model):
    """The one part that someone has in a version: whoever wrote words of it cannot also be its reviewer."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contributions")
    part = models.CharField(_("part"), max_length=8, choices=Part)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "person"],
                name="contribution_one_part",
                violation_error_message=_("Nobody writes and reviews the same version."),
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="contribution_part_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_part_display()}"
