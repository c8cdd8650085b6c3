"""What readers and authors tell moderators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.services import FOR_READERS


class ReportForm(forms.Form):
    """Why a text is reported. Who has no account may leave a name and an e-mail address."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(reason.value, reason.label) for reason in FOR_READERS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about."), "invalid_choice": _("Choose from the list.")},
    )
    words = forms.CharField(
        label=_("What should a moderator know?"),
        help_text=_("If you think that it is against the law, please say why."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
        error_messages={"max_length": _("Say it in at most 1000 characters.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("If you give one, we tell you what came of it. The author never learns who reported."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. Please check it, or leave it out.")},
    )

    def __init__(self, *args: Any, is_member: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_member:
            del self.fields["name"], self.fields["email"]


class AppealForm(forms.Form):
    """Why an author sees a decision differently."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("Why do you see it differently?"),
        help_text=_("You need not say anything. Somebody who did not decide before reads your text again in any case."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autocomplete": "off"}),
        error_messages={"max_length": _("Say it in at most 2000 characters.")},
    )
