"""The forms for getting in, in the words of this site, and those of the account's own pages."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.adapter import count_newcomer
from accounts.fields import ConsentField
from accounts.models import User
from accounts.names import LONGEST
from accounts.services import check_name

EMAIL = _("E-mail address")


class SignInForm(allauth_forms.LoginForm):
    """By e-mail address or by user name. The way out for a forgotten password stands below the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or user name")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].help_text = ""
        del self.fields["password"].widget.attrs["placeholder"]
        self.fields["remember"].label = _("Keep me signed in on this device for two weeks")


class SignUpForm(allauth_forms.SignupForm):
    """With a password or, on a page of its own, with a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_about_email(
            self.fields["email"], _("We send a code to it, to know that it is yours. Nobody else sees it.")
        )
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Counts every form that is in order, whether the address is new or known: the two cannot be told apart."""
        count_newcomer(request)
        return super().try_save(request)


class CodeRequestForm(allauth_forms.RequestLoginCodeForm):
    """For signing in by a code that comes by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_about_email(self.fields["email"], "")


class ResetForm(allauth_forms.ResetPasswordForm):
    """For a link that lets one choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_about_email(self.fields["email"], "")


class NewEmailForm(allauth_forms.AddEmailForm):
    """For another e-mail address; the old one stays until the new one is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_about_email(
            self.fields["email"], _("We send a code to it. Until you enter the code, the old address stays.")
        )
        self.fields["email"].label = _("New e-mail address")


def tell_about_email(field: forms.Field, hint: str) -> None:
    """The site's word for the field, and what happens with the address."""
    field.label, field.help_text = EMAIL, hint
    field.widget.attrs.pop("placeholder", None)


class NameForm(forms.Form):
    """The name that others see."""

    display_name = forms.CharField(
        label=_("Name that others see"),
        help_text=_("It need not be your real name. The address of your profile changes with it."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )

    def __init__(self, *args: Any, member: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"display_name": member.display_name}, **kwargs)
        self.member = member

    def clean_display_name(self) -> str:
        return check_name(display_name=self.cleaned_data["display_name"], member=self.member)


class ConsentForm(forms.Form):
    """A yes to one purpose."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{kind}_%s", **kwargs)
        self.fields["agrees"] = ConsentField(kind, help_text="")


class PasskeyForm(webauthn_forms.AddWebAuthnForm):
    """For a further passkey, which alone is enough to sign in unless the member says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = _("Otherwise it is only a second step, after the password.")
        self.fields["passwordless"].initial = True
