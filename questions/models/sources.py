"""What summaries and facts lean on."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.querysets import SourceCheckQuerySet, SourceQuerySet


class Source(models.Model):
    """A publication that summaries cite."""

    key = models.SlugField(_("key"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    organisation = models.CharField(_("organisation"), max_length=200)
    url = models.URLField(_("link"), max_length=500)
    published = models.CharField(_("year or date of publication"), max_length=40, blank=True)
    checked_on = models.DateField(_("checked on"))

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["organisation", "title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(url=""), name="source_title_and_link"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.organisation})"


class CheckResult(models.TextChoices):
    """What was found behind a source's link."""

    OK = "ok", _("there")
    MOVED = "moved", _("moved for good")
    VANISHED = "vanished", _("vanished")
    RETRACTED = "retracted", _("retracted")
    UNREACHABLE = "unreachable", _("could not be read")


class SourceCheck(models.Model):
    """What the last look behind a source's link found. `failures` counts looks in a row that got no answer."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="check_result")
    checked_at = models.DateTimeField(_("looked at"), default=timezone.now)
    result = models.CharField(_("result"), max_length=12, choices=CheckResult)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    final_url = models.URLField(_("where the link led"), max_length=2000, blank=True)
    content_hash = models.CharField(_("fingerprint of the page"), max_length=64, blank=True)
    changed_at = models.DateTimeField(_("page last seen to change"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failed in a row"), default=0)
    note = models.CharField(_("what was found"), max_length=300, blank=True)

    objects = SourceCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a source")
        verbose_name_plural = _("checks of sources")
        constraints = [
            models.CheckConstraint(condition=Q(result__in=CheckResult.values), name="source_check_result_known")
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.get_result_display()}"
