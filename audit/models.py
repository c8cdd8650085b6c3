from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.querysets import EntryQuerySet


class Entry(models.Model):
    """One thing that somebody did for the site: who, what, about what, when. Rows are added and never changed.

    Each row holds the hash of the row before it, so that a changed, missing or inserted row is found
    (`manage.py audit_verify`). People stand in it as numbers, and no words of theirs: nothing in it need ever be
    deleted. `whose_id` is the member whom it concerns, who may read the row but for who did it. `digest` stands for a
    row elsewhere that must not change either.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(_("when"))
    by_id = models.PositiveBigIntegerField(_("who"), null=True, blank=True, db_index=True)
    action = models.CharField(_("what"), max_length=40)
    about = models.CharField(_("about"), max_length=80, blank=True, db_index=True)
    whose_id = models.PositiveBigIntegerField(_("whom it concerns"), null=True, blank=True, db_index=True)
    digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry in the log")
        verbose_name_plural = _("log of staff actions")
        ordering = ["-number"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.number}: {self.action} {self.about}"


class Head(models.Model):
    """The last row's number and hash, in one row: whoever writes an entry locks it, so that all wait in one line."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_head_is_one")]

    def __str__(self) -> str:
        return str(self.number)
