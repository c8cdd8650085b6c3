"""What readers without an account send."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProblemForm(forms.Form):
    """What a reader found wrong."""

    words = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("Please leave out names, addresses and anything that says who you are."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autocomplete": "off"}),
    )


class MissingForm(forms.Form):
    """What a reader looked for and did not find."""

    words = forms.CharField(
        label=_("What were you looking for?"),
        help_text=_("Please leave out names, addresses and anything that says who you are."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
    )
