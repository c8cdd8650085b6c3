"""What editors decide: about a version, about a concern; and the pictures that they add."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questions.models import Decision, Outcome
from questions.services.comebacks import Comeback


class NoteForm(forms.Form):
    """A word for the record, with a step that a version takes."""

    note = forms.CharField(
        label=gettext_lazy("Note for the record"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )


class CommentForm(forms.Form):
    """A word for the other editors."""

    words = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Only editors see it, with your name. Nobody can change it later."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
    )


class RetireForm(NoteForm):
    """A word for the record, and what readers see instead.

    After a clinical change the version before does not come back unasked: its number is asked about.
    """

    bring_back = forms.BooleanField(required=False)

    def __init__(self, *args: Any, comeback: Comeback | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if comeback is None or comeback.is_by_itself:
            del self.fields["bring_back"]
            return
        number = comeback.version.number
        self.fields["bring_back"].label = _("Show version %(number)d again") % {"number": number}
        self.fields["bring_back"].help_text = _(
            "There was a clinical change after version %(number)d. Tick this only if what it says still holds; "
            "otherwise readers see no summary until the next version is published."
        ) % {"number": number}


class ReviewForm(forms.Form):
    """A specialist's decision about one version."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"), choices=Decision.choices, widget=forms.RadioSelect, required=True
    )
    due_on = forms.DateField(
        label=gettext_lazy("Next review due on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the writer"),
        help_text=gettext_lazy("What you compared, or what has to change. It stands in the record."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = latest
        self.fields["due_on"].help_text = _("Only for an approval. The latest day is %(day)s.") % {
            "day": latest.isoformat()
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision == Decision.APPROVED and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("An approval says when the next review is due."))
        if decision == Decision.CHANGES_ASKED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say what has to change."))
        return cleaned


class SettleForm(forms.Form):
    """How a concern ends, and what readers are told."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect, required=True
    )
    explanation = forms.CharField(
        label=gettext_lazy("What readers are told"),
        help_text=gettext_lazy("One or two sentences in the page’s history. Nothing about who wrote to us."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )


class PictureForm(forms.Form):
    """A picture, and the words for people who cannot see it."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 10 MB. What a camera hides in it is taken out."),
    )
    description = forms.CharField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("For people who cannot see it, in one sentence."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
