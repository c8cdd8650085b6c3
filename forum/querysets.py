from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from moderation.querysets import ModeratedQuerySet


class ThreadQuerySet(ModeratedQuerySet):
    """Threads of the forum."""

    def active_first(self) -> Self:
        return self.order_by("-last_post_at", "-pk")

    def newest_first(self) -> Self:
        return self.order_by("-posted_at", "-pk")

    def unanswered(self) -> Self:
        return self.filter(reply_count=0, is_closed=False)

    def with_a_home(self) -> Self:
        """Those that a list can show: about all conditions, or about one that is published."""
        model: Any = self.model._meta.get_field("places").related_model
        published = model.objects.filter(thread=OuterRef("pk"), condition__is_published=True)
        return self.filter(Q(is_general=True) | Exists(published))


class PostQuerySet(ModeratedQuerySet):
    """Replies in a thread. They are for whom their thread is."""

    def oldest_first(self) -> Self:
        return self.order_by("posted_at", "pk")

    def counted(self) -> Self:
        """The replies that a thread's number speaks of."""
        return self.filter(visibility="visible")

    def shown_to(self, viewer: AbstractBaseUser | AnonymousUser) -> Self:
        """What the page of a thread has a place for: what others could once read, whether its words are still there
        or not, so that no reply moves when another is taken back; and everything that the viewer wrote."""
        stands = Q(published_at__isnull=False, visibility__in=["visible", "removed", "withdrawn"])
        if viewer.is_authenticated:
            stands |= Q(author=viewer.pk)
        return self.filter(stands)

    def before(self, post: models.Model) -> Self:
        """What stands above a reply in its thread."""
        posted_at = post.posted_at  # type: ignore[attr-defined]
        return self.filter(Q(posted_at__lt=posted_at) | Q(posted_at=posted_at, pk__lt=post.pk))


class ThreadConditionQuerySet(models.QuerySet):
    """Threads in the lists of their conditions."""

    def for_anyone(self) -> Self:
        """What a visitor may read."""
        return self.filter(is_listed=True, is_for_members=False)

    def listed_to(self, viewer: AbstractBaseUser | AnonymousUser) -> Self:
        """What the viewer may read."""
        return self.filter(is_listed=True) if viewer.is_authenticated else self.for_anyone()

    def active_first(self) -> Self:
        return self.order_by("-last_post_at", "-pk")

    def unanswered(self) -> Self:
        return self.filter(is_unanswered=True)
