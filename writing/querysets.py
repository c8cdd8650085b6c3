from typing import Self

from django.db import models


class DraftQuerySet(models.QuerySet):
    """Texts that are not posted yet."""

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")
