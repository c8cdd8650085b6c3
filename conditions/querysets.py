from typing import Self

from django.db import models


class ConditionQuerySet(models.QuerySet):
    """Conditions of the catalogue."""

    def published(self) -> Self:
        """What visitors may see."""
        return self.filter(is_published=True)

    def by_name(self) -> Self:
        return self.order_by("folded_name", "pk")
