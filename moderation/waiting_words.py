"""Telling an author, on the next page, that their new words wait."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from moderation.services import waiting_change


def note_waiting_change(request: HttpRequest, *, target: str, target_id: int) -> bool:
    """Says that a moderator reads the new words first; False, and no word, where none wait."""
    if waiting_change(target=target, target_id=target_id) is None:
        return False
    messages.info(
        request, _("A moderator reads your new words first. Until then others see the earlier ones. We will tell you.")
    )
    return True
