from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.kinds import notification_kinds
from notifications.models import Pace


class EmailChoicesForm(forms.Form):
    """For each kind, how soon it comes by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in notification_kinds():
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=Pace.choices,
                error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
            )
