from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Case, Q, When


class ModeratedQuerySet(models.QuerySet):
    """Rows of something that people write and moderators may hold or remove."""

    def visible(self) -> Self:
        """What anyone may read: all that feeds, counts, search and machines ever see."""
        return self.filter(visibility="visible", audience="anyone")

    def visible_to(self, viewer: AbstractBaseUser | AnonymousUser) -> Self:
        """What this viewer may read in lists: for members also what is for members only."""
        return self.filter(visibility="visible") if viewer.is_authenticated else self.visible()

    def held_of(self, viewer: AbstractBaseUser | AnonymousUser) -> Self:
        """What the viewer wrote and no moderator has read yet. Nobody else sees it."""
        return self.filter(author=viewer.pk, visibility="held") if viewer.is_authenticated else self.none()

    def readable_by(self, viewer: AbstractBaseUser | AnonymousUser) -> Self:
        """What the viewer may open: what is visible to them, and what they wrote themselves in whatever state."""
        if not viewer.is_authenticated:
            return self.visible()
        return self.filter(Q(visibility="visible") | Q(author=viewer.pk))


class CaseQuerySet(models.QuerySet):
    """Texts in the moderators' queue."""

    def open(self) -> Self:
        """Those that nobody has settled."""
        return self.filter(settled_at__isnull=True)

    def about(self, kind: str, item_id: int) -> Self:
        return self.filter(kind=kind, item_id=item_id)

    def left_undecided(self) -> Self:
        """Those that ended without a decision although somebody had reported the text."""
        return self.filter(settled_at__isnull=False, decisions__isnull=True, flags__source="report")

    def crisis_first(self) -> Self:
        """Where someone may be in danger, then the oldest."""
        return self.order_by(Case(When(risk="crisis", then=0), default=1), "opened_at", "pk")
