from typing import Self

from moderation.querysets import ModeratedQuerySet


class StoryQuerySet(ModeratedQuerySet):
    """Members' stories."""

    def newest_first(self) -> Self:
        return self.order_by("-posted_at", "-pk")


class StoryThanksQuerySet(ModeratedQuerySet):
    """Members' thank-yous under stories."""

    def oldest_first(self) -> Self:
        return self.order_by("posted_at", "pk")
