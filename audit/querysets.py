from typing import Self

from django.db import models
from django.db.models import Q


class EntryQuerySet(models.QuerySet):
    """The log of what staff did."""

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def of(self, person: int) -> Self:
        """What one person did."""
        return self.filter(by_id=person)

    def concerning(self, member: int) -> Self:
        """What others did that concerns one member."""
        return self.filter(whose_id=member).exclude(by_id=member)

    def of_or_about(self, person: int, subject: str) -> Self:
        """What one person did, and what anybody did about one kind of thing."""
        return self.filter(Q(by_id=person) | Q(about__startswith=f"{subject}:"))
