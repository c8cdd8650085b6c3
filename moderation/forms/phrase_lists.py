from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moderation.models import PhraseList
from moderation.phrases import PhraseError
from moderation.services.phrase_lists import Trial, try_list
from moderation.services.screening import list_of

STORED: Final = ["name", "topic", "points", "lines"]


class PhraseListForm(forms.ModelForm):
    """A list of phrases. Every line is read before it is kept, and the list can be tried on past texts first."""

    only_try = forms.BooleanField(
        label=_("Only try it"),
        required=False,
        help_text=_("Keeps nothing yet, and says which of the newest texts would be held, and which no longer."),
    )

    class Meta:
        model = PhraseList
        fields = STORED
        widgets = {"lines": forms.Textarea(attrs={"rows": 30, "cols": 100, "dir": "auto"})}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        changed = list_of(PhraseList(**{name: values[name] for name in STORED}))
        try:
            trial = try_list(changed)
        except PhraseError as error:
            raise ValidationError({"lines": str(error)}) from error
        if values["only_try"]:
            raise ValidationError(_trial_words(trial))
        self.instance.changed_at = timezone.now()
        return values


def _trial_words(trial: Trial) -> list[str]:
    more, fewer = ", ".join(trial.more[:20]) or "–", ", ".join(trial.fewer[:20]) or "–"
    return [
        gettext("Nothing was kept: this was a trial. Texts that were looked at: %(count)d.") % {"count": trial.tried},
        gettext("Held, and not now (%(count)d): %(names)s") % {"count": len(trial.more), "names": more},
        gettext("No longer held (%(count)d): %(names)s") % {"count": len(trial.fewer), "names": fewer},
    ]
