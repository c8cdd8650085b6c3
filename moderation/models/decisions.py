from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.cases import Case


class Action(models.TextChoices):
    """What was done."""

    HOLD = "hold", _("held back")
    PUBLISH = "publish", _("published")
    KEEP = "keep", _("left as it is")
    REDACT = "redact", _("personal data taken out")
    LIMIT = "limit", _("for members only")
    COVER = "cover", _("put behind a cover")
    UNCOVER = "uncover", _("cover taken off")
    LABEL = "label", _("warning put above it")
    UNLABEL = "unlabel", _("warning taken off")
    ASK = "ask", _("author asked to change it")
    REJECT = "reject", _("not published")
    REMOVE = "remove", _("removed")
    RESTORE = "restore", _("restored")
    SUSPEND = "suspend", _("member may not write for a time")
    LIFT = "lift", _("member may write again")
    HAND_OVER = "hand-over", _("handed over")
    UNDO = "undo", _("undone")


TAKES_AWAY = (
    *(Action.HOLD, Action.REDACT, Action.LIMIT, Action.COVER, Action.LABEL, Action.ASK),
    *(Action.REJECT, Action.REMOVE, Action.SUSPEND, Action.HAND_OVER),
)
"""What is never done without saying why."""
SETTLES = (
    *(Action.PUBLISH, Action.KEEP, Action.REDACT, Action.LIMIT, Action.COVER, Action.UNCOVER),
    *(Action.LABEL, Action.UNLABEL, Action.REJECT, Action.REMOVE, Action.RESTORE),
)
"""What ends a case: at most one of these stands in it."""


class Ground(models.TextChoices):
    """What a decision rests on: one of the community rules, the law, or the way in which we work."""

    KEEPS = "keeps", _("It keeps to the community rules.")
    OWN_LIFE = "own-life", _("Community rule: speak from your own life.")
    KIND = "kind", _("Community rule: be kind.")
    PRIVATE = "private", _("Community rule: keep people private.")
    SELL = "sell-nothing", _("Community rule: sell nothing.")
    WHO = "who-you-are", _("Community rule: say who you are.")
    SAFE = "safe", _("Community rule: keep people safe.")
    AGE = "age", _("The terms: who may have an account.")
    LAW = "law", _("The law. The reason says which.")
    READ_FIRST = "read-first", _("How we work: some texts are read before others see them.")


class Snapshot(models.Model):
    """What a text said at a moment when somebody reported it or decided about it. The same words are kept once.

    For moderators' eyes and its author's. `digest` stands for the words after they are gone.
    """

    kind = models.CharField(_("kind"), max_length=20)
    item_id = models.PositiveBigIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="snapshots", verbose_name=_("author")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    digest = models.CharField(max_length=24)
    taken_at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "item_id", "digest"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}, {self.taken_at:%Y-%m-%d}"


class Decision(models.Model):
    """One decision about one contribution or member: who, what, why, when. Rows are added and never changed.

    What it is about is named by its kind (moderation/kinds.py) and number, so that the record outlives it. `before`
    is the state that undoing brings back, `detail` which of several things was done (which cover, where a warning
    leads). Nobody stands behind an automated one; `until` is the end of a suspension.
    """

    kind = models.CharField(_("kind"), max_length=20)
    item_id = models.PositiveBigIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_about", verbose_name=_("author")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("moderator"),
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("case")
    )
    action = models.CharField(_("decision"), max_length=10, choices=Action)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    detail = models.CharField(_("what exactly"), max_length=200, blank=True, default="", db_default="")
    is_automated = models.BooleanField(_("made by a program"), default=False)
    is_bulk = models.BooleanField(_("one of many adverts"), default=False)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    before = models.JSONField(_("state before"), default=dict, blank=True)
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text then")
    )
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )
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
                condition=~Q(action__in=TAKES_AWAY) | ~Q(reason=""),
                name="decision_says_why",
                violation_error_message=_("Say why. The author reads it."),
            ),
            models.CheckConstraint(
                condition=~Q(action__in=[Action.COVER, Action.LABEL]) | ~Q(detail=""),
                name="decision_says_which",
                violation_error_message=_("Choose what readers see."),
            ),
            models.CheckConstraint(
                condition=~Q(by=F("author")),
                name="decision_not_by_author",
                violation_error_message=_("Another moderator decides about what you wrote yourself."),
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, is_automated=False) | Q(by__isnull=True, is_automated=True),
                name="decision_by_someone_or_a_program",
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(action__in=SETTLES), name="decision_settles_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}: {self.get_action_display()}"

    @property
    def takes_away(self) -> bool:
        """Whether its author may appeal against it: it hid or changed something, or stopped them from writing."""
        return self.action in TAKES_AWAY and self.action != Action.HAND_OVER
