from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone with an account: a member, an editor, a specialist. `credential` is what a reviewer is known by."""

    email = models.EmailField(_("e-mail address"), blank=True)
    display_name = models.CharField(_("display name"), max_length=80)
    credential = models.CharField(_("credential"), max_length=120, blank=True)
    points = models.PositiveIntegerField(_("points"), default=0, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_unique",
                violation_error_message=_("Another account has this e-mail address."),
            ),
            models.CheckConstraint(condition=~Q(display_name=""), name="user_display_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class Block(models.Model):
    """Someone whom a member does not want to meet: muted, so that their words are folded away, or blocked, so that
    they also cannot reply to the member or see the profile. The other is never told."""

    member = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    other = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocked_by", verbose_name=_("the other"))
    is_mute = models.BooleanField(_("only muted"), default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="block_once"),
            models.CheckConstraint(
                condition=~Q(member=F("other")),
                name="block_not_oneself",
                violation_error_message=_("You cannot mute or block yourself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.other}"


class WhatRemains(models.TextChoices):
    """What becomes of a member's texts when the account is closed."""

    KEEP = "keep", _("Keep them, signed “Former member”")
    REMOVE = "remove", _("Remove them")
    CHOOSE = "choose", _("Decide one by one")


class Closing(models.Model):
    """A member's wish to close the account, carried out on `due_on`. `removed` lists texts as [kind, number], where
    the member decides one by one."""

    member = models.OneToOneField(User, on_delete=models.CASCADE, related_name="closing")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("due"))
    texts = models.CharField(_("what becomes of the texts"), max_length=6, choices=WhatRemains)
    removed = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("closing of an account")
        verbose_name_plural = _("closings of accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(texts__in=WhatRemains.values),
                name="closing_texts_known",
                violation_error_message=_("Choose what becomes of your texts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.due_on}"
