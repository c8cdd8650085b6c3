"""What members type and tick to meet each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import ConsentField
from accounts.models import ConsentKind
from markup.hygiene import clean, is_blank
from markup.members_text import MAX_LENGTH
from writing.fields import FormIdField


class ContactForm(forms.Form):
    """Asks for the consent to contact where it has not been given."""

    consent = ConsentField(ConsentKind.MESSAGES)

    def __init__(self, *args: Any, has_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_consent:
            del self.fields["consent"]


class MessageForm(forms.Form):
    """A message in any language."""

    form_id = FormIdField()
    body = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "Leave out your address, and money matters, until you know each other well. The two of you read this; a "
            "moderator does when one of you reports it, or when our automatic check finds an advert or danger in it."
        ),
    )

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if is_blank(clean(body)):
            raise forms.ValidationError(_("Please write something."))
        return body


class FirstMessageForm(MessageForm, ContactForm):
    """A message to someone who allows it without a wave."""

    field_order = ["body", "consent"]


class DoorForm(ContactForm):
    """Who may write without a wave: nobody, until the member ticks the box."""

    is_open = forms.BooleanField(
        label=gettext_lazy("Members with one of my conditions may write to me without a wave"),
        help_text=gettext_lazy("This counts only for conditions that you and they show to members."),
        required=False,
    )
    field_order = ["is_open", "consent"]
