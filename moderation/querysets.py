from typing import Self

from django.db import models


class ModeratedQuerySet(models.QuerySet):
    """Rows of something that people write and moderators may hold or remove."""

    def visible(self) -> Self:
        """What anyone may read."""
        return self.filter(visibility="visible")
