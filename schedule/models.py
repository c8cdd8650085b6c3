from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """When a job last began and last came to its end. One row for each job, made at its first run."""

    name = models.CharField(_("job"), max_length=60, unique=True)
    started_at = models.DateTimeField(_("began"), null=True)
    finished_at = models.DateTimeField(_("came to its end"), null=True)

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
