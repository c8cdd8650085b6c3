from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.querysets import MailQuerySet, NotificationQuerySet


class Pace(models.TextChoices):
    """How soon a notification of some kind is also sent by mail."""

    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day, together")
    WEEKLY = "weekly", _("Once a week, together")
    NEVER = "never", _("Never")


class Mail(models.Model):
    """One mail to one member, made of the notifications that point at it.

    Whoever sends it claims it first. A mail that was claimed and has no `sent_at` may have left before its sender was
    killed, so it is never sent again.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mails")
    made_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(F("next_attempt_at"), condition=Q(claimed_at__isnull=True), name="mail_to_send"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(claimed_at__isnull=False), name="mail_claimed_before_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Notification(models.Model):
    """Something that a member wants to know. Title and address are copied in, so that it knows no content.

    `pace` is the member's choice for its kind. It names no person: whose doing it is, the page behind it says.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("what it is about"), max_length=100)
    title = models.CharField(_("title"), max_length=300)
    url = models.CharField(_("address"), max_length=500)
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    pace = models.CharField(_("by mail"), max_length=10, choices=Pace)
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, blank=True, related_name="notifications")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(F("recipient"), F("made_at").desc(), F("id").desc(), name="notification_newest"),
            models.Index(F("recipient"), condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(
                F("pace"),
                F("recipient"),
                condition=Q(mail__isnull=True, read_at__isnull=True) & ~Q(pace="never"),
                name="notification_to_mail",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_once"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="notification_pace_known"),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="notification_url_local"),
        ]

    def __str__(self) -> str:
        return self.title


class EmailChoice(models.Model):
    """How soon a member wants mails of one kind. Without a row the kind's own default holds."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="email_choices")
    kind = models.CharField(_("kind"), max_length=40)
    pace = models.CharField(_("by mail"), max_length=10, choices=Pace)

    class Meta:
        verbose_name = _("e-mail choice")
        verbose_name_plural = _("e-mail choices")
        constraints = [
            models.UniqueConstraint(fields=["member", "kind"], name="email_choice_once"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="email_choice_pace_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.pace}"
