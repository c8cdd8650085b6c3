from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import Ground


class ReasonForm(forms.Form):
    """Why a text is not published."""

    use_required_attribute = False  # our own sentence says what is missing, and where

    ground = forms.ChoiceField(
        label=_("What does it rest on?"),
        choices=[
            ("", _("Choose")),
            *((g.value, g.label) for g in Ground if g not in {Ground.KEEPS, Ground.READ_FIRST}),
        ],
        error_messages={"required": _("Choose the rule or the law."), "invalid_choice": _("Choose from the list.")},
    )
    reason = forms.CharField(
        label=_("Why is it not published?"),
        help_text=_("The author reads this. Be kind, say which rule it is about and what would help."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={
            "required": _("Say why. The author reads it."),
            "max_length": _("Say it in at most 500 characters."),
        },
    )
