from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may read a contribution: only `VISIBLE` is for everyone."""

    HELD = "held", _("waiting for a moderator")
    VISIBLE = "visible", _("visible")
    REMOVED = "removed", _("removed by a moderator")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


class ModeratedContent(models.Model):
    """Something that a person wrote for others to read. Its rows come from a `ModeratedQuerySet`."""

    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.VISIBLE, db_index=False
    )

    class Meta:
        abstract = True
