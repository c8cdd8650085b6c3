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
PASSWORD_HINT = _("At least 10 characters. A few words in a row are easy to remember.")


class InOurWords:
    """Takes away what django-allauth writes into fields, and says of a new password what matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"password", "oldpassword"}:
                field.help_text = ""
            elif name == "password1":
                field.help_text = PASSWORD_HINT


class SignInForm(InOurWords, allauth_forms.LoginForm):
    """By e-mail address or by user name. The way out for a forgotten password stands below the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or user name")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["remember"].label = _("Keep me signed in on this device for two weeks")

    def user_credentials(self) -> dict[str, Any]:
        """An address is looked up as an address alone: tried as a name too, a known one would cost one password more to
        compare than an unknown one, and the time would tell."""
        credentials: dict[str, Any] = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials


class SignUpForm(InOurWords, allauth_forms.SignupForm):
    """With a password or, on a page of its own, with a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_about_email(
            self.fields["email"], _("We send a code to it, to know that it is yours. Nobody else sees it.")
        )

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Counts every form that is in order, whether the address is new or known: the two cannot be told apart."""
        count_newcomer(request)
        return super().try_save(request)


class CodeRequestForm(InOurWords, allauth_forms.RequestLoginCodeForm):
    """For signing in by a code that comes by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_about_email(self.fields["email"], "")


class ResetForm(InOurWords, allauth_forms.ResetPasswordForm):
    """For a link that lets one choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_about_email(self.fields["email"], "")


class NewEmailForm(InOurWords, allauth_forms.AddEmailForm):
    """For another e-mail address; the old one stays until the new one is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_about_email(
            self.fields["email"], _("We send a code to it. Until you enter the code, the old address stays.")
        )
        self.fields["email"].label = _("New e-mail address")


class SignInCodeForm(InOurWords, allauth_forms.ConfirmLoginCodeForm):
    """For the code that signs in."""


class AddressCodeForm(InOurWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    """For the code that confirms an address."""


class PasswordAgainForm(InOurWords, allauth_forms.ReauthenticateForm):
    """For showing once more who it is."""


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):
    """For a new password in place of the old one."""


class FirstPasswordForm(InOurWords, allauth_forms.SetPasswordForm):
    """For members who have none yet."""


class ForgottenPasswordForm(InOurWords, allauth_forms.ResetPasswordKeyForm):
    """For those who came by the link in a mail."""


def tell_about_email(field: forms.Field, hint: str) -> None:
    """The site's word for the field, and what happens with the address."""
    field.label, field.help_text = EMAIL, hint


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
        self.fields["name"].label = _("Name of this passkey")
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = _("Otherwise it is only a second step, after the password.")
        self.fields["passwordless"].initial = True
