from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class DraftQuerySet(models.QuerySet):
    """Texts that are not posted yet."""

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")

    def older_than(self, *, visitors: datetime, members: datetime) -> Self:
        """What nobody came back to: drafts of visitors and drafts of members, each with its own limit."""
        return self.filter(
            Q(owner__isnull=True, updated_at__lt=visitors) | Q(owner__isnull=False, updated_at__lt=members)
        )
