from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from writing.querysets import DraftQuerySet


class Draft(models.Model):
    """What someone typed into a form and has not posted yet. It belongs to a member, or to a visitor whose browser
    holds the token that `token_hash` was made of.

    `kind` and `about` say which form it is for, `fields` hold what was typed, `url` is where its writer goes on.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    token_hash = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=160, blank=True)
    title = models.CharField(_("what it is"), max_length=200)
    fields = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=300)
    updated_at = models.DateTimeField(_("last change"), default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "kind", "about"], name="draft_of_member"),
            models.Index(fields=["token_hash", "kind", "about"], condition=~Q(token_hash=""), name="draft_of_visitor"),
            models.Index(fields=["updated_at"], name="draft_oldest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, token_hash="") | (Q(owner__isnull=True) & ~Q(token_hash="")),
                name="draft_has_one_writer",
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//"), name="draft_url_is_of_this_site"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Submission(models.Model):
    """A form that a member sent, and the address of what came of it: sending it again leads there."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    url = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "fingerprint"], name="submission_once")]

    def __str__(self) -> str:
        return self.fingerprint


class Tally(models.Model):
    """How often something was done, until `expires_at`: the counters of a site without Redis (writing/tallies.py).
    The key is a keyed hash, so that no address and no member can be read from it."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class HelpfulVoteBase(models.Model):
    """One member saying that something helped. The room adds what it was, and that nobody says it twice."""

    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
