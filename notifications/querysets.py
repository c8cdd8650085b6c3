from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class NotificationQuerySet(models.QuerySet):
    """What members want to know."""

    def for_member(self, member: AbstractBaseUser) -> Self:
        return self.filter(recipient=member.pk)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")

    def to_mail(self, pace: str) -> Self:
        """What goes out by mail at this pace and has not yet."""
        return self.unread().filter(pace=pace, mail__isnull=True)


class MailQuerySet(models.QuerySet):
    """Mails on their way."""

    def to_send(self, now: datetime) -> Self:
        """Those that nobody has claimed, and whose time has come."""
        return self.filter(claimed_at__isnull=True, next_attempt_at__lte=now)
