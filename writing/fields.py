"""The hidden field by which two clicks on one button are known as one."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms


def new_form_id() -> str:
    """A mark for one showing of a form."""
    return secrets.token_urlsafe(12)


class FormIdField(forms.CharField):
    """Hidden, and new each time that the form is shown. `writing.services.submit_once` reads it."""

    widget = forms.HiddenInput

    def __init__(self, *, initial: Callable[[], str] = new_form_id, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, initial=initial, **kwargs)
