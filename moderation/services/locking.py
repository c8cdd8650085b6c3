"""Locks are taken in one order: the text, then its case, then the log."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.kinds import kind_of
from moderation.models import Case
from moderation.services.marking import MARKS


def lock(item: Any) -> Any:
    """The row as it stands now."""
    return kind_of(item).rows().select_for_update(of=("self",)).get(pk=item.pk)


def lock_case(item: Any, *, by: User) -> Case | None:
    """The open case about a text. Raises ValidationError where another moderator is reading it."""
    case = Case.objects.select_for_update().open().about(kind_of(item).name, item.pk).first()
    if case and case.is_claimed_by_another_than(by.pk):
        raise ValidationError(_("Another moderator is reading this. You can decide when they let go of it."))
    return case


def state_of(item: Any) -> dict[str, str]:
    """What undoing brings back."""
    return {name: str(getattr(item, name)) for name in ("visibility", "audience", *MARKS) if hasattr(item, name)}
