"""Fields that forms of several rooms need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.consent_texts import text_of


class ConsentField(forms.BooleanField):
    """An unticked box with today's text of one consent; it must be ticked."""

    def __init__(self, kind: str, **options: Any) -> None:
        text = text_of(kind)
        defaults = {"label": text.ask, "help_text": text.more, "error_messages": {"required": NEEDED}}
        super().__init__(required=True, **defaults | options)


NEEDED = _("We need your yes for this. You can take it back at any time.")
