"""What everybody is asked who joins, with a password, a passkey or another site's account: django-allauth builds its
forms upon this one. Robots are kept out without a puzzle, by a field that people leave empty and by their haste."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.names import LONGEST
from accounts.services import check_name

QUICKEST = 3
"""Seconds that a person needs at least."""
SIGNER = TimestampSigner(salt="accounts.joining")


class TrapInput(forms.TextInput):
    """A field that is out of sight, and that assistive technology is told to leave empty."""

    input_type = "text"


class JoinForm(forms.Form):
    """A name for others, the age where the owner asks for it, and two fields for robots."""

    display_name = forms.CharField(
        label=_("Name that others see"),
        help_text=_("It need not be your real name. You can change it later."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    is_old_enough = forms.BooleanField(error_messages={"required": _("Please ask a parent or carer to write for you.")})
    website = forms.CharField(
        label=_("Leave this field empty. It is there to catch robots."),
        required=False,
        widget=TrapInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    started = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["display_name", "email", "password1", "is_old_enough", "website", "started"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started"].initial = SIGNER.sign("")
        if settings.MINIMUM_AGE:
            self.fields["is_old_enough"].label = age_question(settings.MINIMUM_AGE)
        else:
            del self.fields["is_old_enough"]

    def clean_display_name(self) -> str:
        return check_name(display_name=self.cleaned_data["display_name"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please empty this field, and send the form again."))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if was_hasty(self.data.get(self.add_prefix("started"), "")):
            self.add_error(
                None, _("That was very quick. Please type your password again, then send the form once more.")
            )
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Part of the agreement with django-allauth; the adapter has stored everything already."""


def age_question(age: int) -> str:
    """What stands beside the box. The answer is not kept: without it, there is no account."""
    return ngettext("I am %(age)d year old or older.", "I am %(age)d years old or older.", age) % {"age": age}


def was_hasty(stamp: str) -> bool:
    """Whether a form comes back sooner than a person can fill it in, or without the stamp that it was given."""
    try:
        SIGNER.unsign(stamp, max_age=QUICKEST)
    except SignatureExpired:
        return False
    except BadSignature:
        return True
    return True
