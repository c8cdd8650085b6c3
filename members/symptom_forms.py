"""What comes in about one's own symptoms: the shape only."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import ConsentField
from accounts.models import ConsentKind
from conditions.models import Symptom, SymptomRedirect
from members.models import MemberSymptom, Strength
from members.services import MOST_SYMPTOMS, too_many_symptoms


class PickForm(forms.Form):
    """Symptoms that were ticked, by their keys. The consent is asked for where it has not been given."""

    consent = ConsentField(ConsentKind.SYMPTOMS)

    def __init__(self, data: QueryDict | None = None, *, has_consent: bool) -> None:
        super().__init__(data)
        self.ticked = data.getlist("symptom") if data else []
        if has_consent:
            del self.fields["consent"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.ticked:
            raise ValidationError(_("Tick at least one symptom."))
        if len(set(self.ticked)) > MOST_SYMPTOMS:
            raise ValidationError(too_many_symptoms())
        return values | {"symptoms": symptoms_by_key(self.ticked)}


def symptoms_by_key(picked: list[str]) -> list[Symptom]:
    """The symptoms with these keys or numbers of the ontology; an old number leads to the one of today.

    Raises ValidationError where one is unknown or was given up.
    """
    keys = [int(key) for key in picked if key.isascii() and key.isdigit() and len(key) < 18]
    known = {str(symptom.pk): symptom for symptom in Symptom.objects.filter(pk__in=keys)}
    known |= {symptom.hpo_id: symptom for symptom in Symptom.objects.filter(hpo_id__in=picked)}
    moved = SymptomRedirect.objects.filter(old_hpo_id__in=picked).select_related("symptom")
    known |= {redirect.old_hpo_id: redirect.symptom for redirect in moved}
    if any(key not in known or known[key].is_obsolete for key in picked):
        raise ValidationError(_("One of these symptoms is not in our list any more. Look for it by another name."))
    return list({known[key].pk: known[key] for key in picked}.values())


class FeltForm(forms.Form):
    """How strong one symptom is, and since when: a month of a year, or the year alone, or not said."""

    strength = forms.ChoiceField(label=gettext_lazy("How strong"), choices=Strength.choices)
    since_year = forms.IntegerField(
        label=gettext_lazy("Since the year"), required=False, min_value=1900, max_value=2100
    )
    since_month = forms.TypedChoiceField(
        label=gettext_lazy("Month"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("not said")), *MONTHS.items()],
    )

    def __init__(self, data: QueryDict | None = None, *, entry: MemberSymptom) -> None:
        initial = {name: getattr(entry, name) for name in self.base_fields}
        super().__init__(data, initial=initial, prefix=f"s{entry.pk}")
        self.entry = entry
        self.fields["since_year"].widget.attrs["inputmode"] = "numeric"


class FindForm(forms.Form):
    """The consent to be found by one's symptoms."""

    consent = ConsentField(ConsentKind.MATCHING)
