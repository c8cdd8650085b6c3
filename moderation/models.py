from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Where a contribution stands: only `VISIBLE` is for others to read."""

    HELD = "held", _("waiting for a moderator")
    VISIBLE = "visible", _("visible")
    REMOVED = "removed", _("removed by a moderator")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


class Audience(models.TextChoices):
    """Who may read a contribution once it is visible, as its author chose."""

    ANYONE = "anyone", _("anyone")
    MEMBERS = "members", _("signed-in members only")


class ModeratedContent(models.Model):
    """Something that a person wrote for others to read. Its rows come from a `ModeratedQuerySet`.

    A kind of content also has `author`, `posted_at`, `body_html` and `get_absolute_url`, and is registered in
    moderation/kinds.py.
    """

    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.VISIBLE, db_index=False
    )
    audience = models.CharField(_("who may read it"), max_length=10, choices=Audience, default=Audience.ANYONE)
    is_anonymous = models.BooleanField(_("without the author’s name"), default=False)

    class Meta:
        abstract = True


class Action(models.TextChoices):
    """What a moderator did."""

    HOLD = "hold", _("held back")
    PUBLISH = "publish", _("published")
    REJECT = "reject", _("not published")
    REMOVE = "remove", _("removed")
    RESTORE = "restore", _("restored")


class Decision(models.Model):
    """One moderator's decision about one contribution: who, what, why, when. Rows are added and never changed.

    The contribution is named by its kind (moderation/kinds.py) and number, so that the record outlives it.
    """

    kind = models.CharField(_("kind"), max_length=20)
    item_id = models.PositiveBigIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_about", verbose_name=_("author")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("moderator")
    )
    action = models.CharField(_("decision"), max_length=10, choices=Action)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("moderate", _("Can moderate what members write"))]
        indexes = [models.Index(fields=["kind", "item_id"], name="decision_of_item")]
        constraints = [
            models.CheckConstraint(condition=Q(action__in=Action.values), name="decision_action_known"),
            models.CheckConstraint(
                condition=~Q(action__in=["hold", "reject", "remove"]) | ~Q(reason=""),
                name="decision_says_why",
                violation_error_message=_("Say why. The author reads it."),
            ),
            models.CheckConstraint(
                condition=~Q(by=models.F("author")),
                name="decision_not_by_author",
                violation_error_message=_("Another moderator decides about what you wrote yourself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}: {self.get_action_display()}"
