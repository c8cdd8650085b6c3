"""What moderators decide: for each action its own few fields."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.conf import global_settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from moderation.kinds import kinds
from moderation.models import TAKES_AWAY, Action, Cover, Ground, Outcome, Reason
from moderation.services import DAYS
from moderation.services.handing import moderators
from writing.addresses import path_here

CHOOSE = {"required": _("Choose from the list."), "invalid_choice": _("Choose from the list.")}
NEVER_TAKEN_AWAY_FOR = {Ground.KEEPS, Ground.READ_FIRST}


class ReasonForm(forms.Form):
    """What every decision says: on what it rests, and why."""

    use_required_attribute = False

    ground = forms.ChoiceField(
        label=_("What does it rest on?"), error_messages=CHOOSE | {"required": _("Choose the rule or the law.")}
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The author reads this. Be kind, say which rule it is about and what would help."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"}),
        error_messages={
            "required": _("Say why. The author reads it."),
            "max_length": _("Say it in at most 500 characters."),
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking = action in TAKES_AWAY
        grounds = [its for its in Ground if not taking or its not in NEVER_TAKEN_AWAY_FOR]
        blank = [("", _("Choose"))] if taking else []
        self.fields["ground"].choices = [*blank, *((its.value, its.label) for its in grounds)]
        self.fields["reason"].required = taking


class RedactForm(ReasonForm):
    """The author's words, from which a moderator takes personal data out."""

    title = forms.CharField(
        label=_("The title"),
        help_text=_("It also stands in lists and in the address of the page, which changes with it."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Something has to stay. To take all of it away, remove it.")},
    )
    words = forms.CharField(
        label=_("The text"),
        help_text=_(
            "Put “[left out]” where a name, an address or a number stood. Change nothing else. A later part of a story "
            "begins with a line of “===”."
        ),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Something has to stay. To take all of it away, remove it.")},
    )
    field_order = ["title", "words", "ground", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("title"):
            del self.fields["title"]


class CoverForm(ReasonForm):
    """What the cover over a text says."""

    detail = forms.ChoiceField(
        label=_("What does the cover say?"), choices=Cover.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    field_order = ["detail", "ground", "reason"]


class LabelForm(ReasonForm):
    """Where a warning above a text leads: to what the editors say about it."""

    chosen = forms.ChoiceField(
        label=_("Which text of the editors says it better?"), required=False, error_messages=CHOOSE
    )
    page = forms.CharField(
        label=_("Or another page of this site"),
        help_text=_("Its address, such as /conditions/asthma/."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["chosen", "page", "ground", "reason"]

    def __init__(self, *args: Any, texts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [("", _("Choose")), *texts]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen, page = said.pop("chosen", ""), said.pop("page", "")
        said["detail"] = path_here(page) if page else chosen
        if not said["detail"] and "chosen" not in self.errors:
            self.add_error("chosen", _("Choose from the list, or give an address."))
        return said


class SuspendForm(ReasonForm):
    """For how long a member may not write."""

    days = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[(days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in DAYS],
        coerce=int,
        error_messages=CHOOSE,
    )
    field_order = ["days", "ground", "reason"]


class HandOverForm(forms.Form):
    """Who takes a case over, and what they need to know."""

    use_required_attribute = False

    to = forms.ModelChoiceField(
        label=_("Who takes it over?"),
        queryset=None,
        required=False,
        empty_label=_("All moderators"),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    reason = forms.CharField(
        label=_("What do they need to know?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Say why you hand it over.")},
    )
    is_crisis = forms.BooleanField(
        label=_("Someone may be in danger: put it first, and tell everybody"), required=False
    )

    def __init__(self, *args: Any, action: str, without: set[int], **kwargs: Any) -> None:  # noqa: ARG002
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = moderators().exclude(pk__in=without).order_by("display_name")


class UndoForm(forms.Form):
    """Why a decision is taken back."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("The author reads this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Say why. The author reads it.")},
    )


class AnswerForm(forms.Form):
    """What came of an appeal."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=_("Your decision"), choices=Outcome.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    answer = forms.CharField(
        label=_("Why?"),
        help_text=_("The author reads this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Say why. The author reads it.")},
    )


class FilterForm(forms.Form):
    """Which cases the queue shows."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("All")), *Reason.choices])
    language = forms.ChoiceField(label=_("Language"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("What waits")), ("mine", _("What I am reading")), ("asked", _("What waits for its author"))],
    )

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(global_settings.LANGUAGES)
        self.fields["language"].choices = [("", _("All")), *((code, names.get(code, code)) for code in languages)]
        self.fields["kind"].choices = [("", _("All")), *((kind.name, kind.label) for kind in kinds())]

    def chosen(self) -> dict[str, str]:
        """What was chosen and exists; everything else is as if it had not been asked for."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


def form_for(
    action: str, *args: Any, without: set[int], texts: Iterable[tuple[str, str]] = (), **kwargs: Any
) -> forms.Form:
    """The form of one action. `without` are those to whom nothing can be handed over, `texts` what editors wrote."""
    if action == Action.HAND_OVER:
        return HandOverForm(*args, action=action, without=without, **kwargs)
    forms_of: dict[str, Callable[..., ReasonForm]] = {
        Action.REDACT: RedactForm,
        Action.COVER: CoverForm,
        Action.LABEL: partial(LabelForm, texts=texts),
        Action.SUSPEND: SuspendForm,
    }
    return forms_of.get(action, ReasonForm)(*args, action=action, **kwargs)
