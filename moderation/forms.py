from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why a text is not published."""

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
