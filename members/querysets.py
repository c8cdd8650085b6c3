from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

type Person = AbstractBaseUser | AnonymousUser


class ConnectionQuerySet(models.QuerySet):
    """What is between members."""

    def of(self, member: Person) -> Self:
        """Those in which the member is one of the two."""
        return self.filter(Q(waver=member.pk) | Q(receiver=member.pk))

    def between(self, one: int, other: int) -> Self:
        """The one of two members, by their keys."""
        return self.filter(Q(waver=one, receiver=other) | Q(waver=other, receiver=one))

    def waiting_for(self, member: Person) -> Self:
        """Waves that the member has not answered, but for those of people whom the member avoids or who left."""
        waves = self.filter(receiver=member.pk, state="waved", waver__is_active=True)
        return waves.exclude(waver__blocked_by__member=member.pk)

    def waved_by(self, member: Person) -> Self:
        """Waves of the member that nobody answered; one that was declined is no different from one that waits."""
        return self.filter(waver=member.pk, state__in=["waved", "declined"], receiver__is_active=True)

    def known_to(self, member: Person) -> Self:
        """Those of which the member may know: a wave that was taken back again is none of theirs."""
        return self.filter(
            Q(waver=member.pk) | Q(receiver=member.pk, state__in=["waved", "declined"]) | Q(agreed_at__isnull=False)
        ).of(member)

    def conversations_of(self, member: Person) -> Self:
        """Those to which both once agreed, and that the member did not let go."""
        return self.filter(agreed_at__isnull=False).filter(
            Q(waver=member.pk, is_gone_for_waver=False) | Q(receiver=member.pk, is_gone_for_receiver=False)
        )

    def newest_first(self) -> Self:
        return self.order_by(Coalesce(F("last_message_at"), F("agreed_at")).desc(), "-pk")


class MessageQuerySet(models.QuerySet):
    """What members wrote to each other."""

    def readable_by(self, member: Person) -> Self:
        """What the member wrote, and what reached them, without what they let go."""
        return self.filter(
            Q(sender=member.pk, is_gone_for_sender=False)
            | Q(receiver=member.pk, is_gone_for_receiver=False, visibility="visible")
        )

    def unread_by(self, member: Person) -> Self:
        """What reached the member and is new, but for that of people whom the member avoids."""
        new = self.filter(receiver=member.pk, is_gone_for_receiver=False, visibility="visible", read_at__isnull=True)
        return new.exclude(sender__blocked_by__member=member.pk)

    def oldest_first(self) -> Self:
        return self.order_by("sent_at", "pk")
