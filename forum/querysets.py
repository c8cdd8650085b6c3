from typing import Self

from moderation.querysets import ModeratedQuerySet


class ThreadQuerySet(ModeratedQuerySet):
    """Threads of the forum."""

    def active_first(self) -> Self:
        return self.order_by("-last_post_at", "-pk")

    def newest_first(self) -> Self:
        return self.order_by("-posted_at", "-pk")

    def unanswered(self) -> Self:
        return self.filter(reply_count=0, is_closed=False)


class PostQuerySet(ModeratedQuerySet):
    """Replies in a thread."""

    def oldest_first(self) -> Self:
        return self.order_by("posted_at", "pk")
