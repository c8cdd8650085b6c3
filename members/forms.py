from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_countries import countries

from accounts.fields import ConsentField
from accounts.models import ConsentKind
from conditions.choosing import ConditionField
from conditions.models import Relation
from members.models import MemberCondition, Profile, ProfileAudience
from members.pictures import MOST_BYTES
from members.regions import country_of, regions_of


def audience_field(label: str) -> forms.ChoiceField:
    """Who sees one thing; nobody, until the member chooses."""
    return forms.ChoiceField(label=label, choices=ProfileAudience.choices, initial=ProfileAudience.NOBODY)


class ProfileForm(forms.Form):
    """Words about oneself, a country, and the list of what one wrote: each with who sees it."""

    about = forms.CharField(
        label=gettext_lazy("About me"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("At most 500 characters. Leave out your full name, address and hospital."),
    )
    about_audience = audience_field(gettext_lazy("Who sees these words"))
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    country_audience = audience_field(gettext_lazy("Who sees my country"))
    writing_audience = audience_field(gettext_lazy("Who sees the list of what I wrote"))

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, initial=profile_values(profile), **kwargs)
        country = self.fields["country"]
        country.choices = [("", _("I would rather not say")), *countries]
        country.widget.attrs["autocomplete"] = "country"
        self.fields["writing_audience"].help_text = _(
            "Your answers, stories and questions, gathered in your profile. What you wrote without your name stays out."
        )


def profile_values(profile: Profile) -> dict[str, str]:
    """What the form about the profile holds, as `put_profile` takes it."""
    return {name: getattr(profile, name) for name in ProfileForm.base_fields}


class PictureForm(forms.Form):
    """A picture and who sees it. The file may be left out to change only that."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, at most 8 megabytes. We cut out the middle and throw away all that the file says "
            "of you, such as the place."
        ),
    )
    picture_audience = audience_field(gettext_lazy("Who sees my picture"))

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, initial={"picture_audience": profile.picture_audience}, **kwargs)
        self.fields["picture"].required = not profile.picture_key

    def clean_picture(self) -> bytes:
        """The file's content; one that is too large is not read."""
        upload = self.cleaned_data["picture"]
        if upload and upload.size > MOST_BYTES:
            raise forms.ValidationError(_("This picture is too large. Choose one of at most 8 megabytes."))
        return upload.read() if upload else b""


class RelationForm(forms.Form):
    """How one is related to a condition, since when, and who sees it."""

    relation = forms.ChoiceField(label=gettext_lazy("What it is to you"))
    diagnosed_year = forms.IntegerField(
        label=gettext_lazy("Year of diagnosis"),
        required=False,
        min_value=1900,
        max_value=2100,
        help_text=gettext_lazy("Four digits, such as 2021."),
    )
    audience = audience_field(gettext_lazy("Who sees this condition"))
    year_audience = audience_field(gettext_lazy("Who sees the year"))

    def __init__(self, *args: Any, link: MemberCondition | None = None, **kwargs: Any) -> None:
        initial = relation_values(link) if link else {}
        super().__init__(*args, initial=kwargs.pop("initial", {}) | initial, **kwargs)
        self.fields["relation"].choices = [("", _("Choose")), *Relation.choices]
        self.fields["diagnosed_year"].widget.attrs["inputmode"] = "numeric"


class AddConditionForm(RelationForm):
    """A condition that one belongs to. The consent is asked for where it has not been given."""

    condition = ConditionField(label=gettext_lazy("Condition"))
    consent = ConsentField(ConsentKind.CONDITIONS)
    field_order = ["condition", "relation", "diagnosed_year", "audience", "year_audience", "consent"]

    def __init__(self, *args: Any, has_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_consent:
            del self.fields["consent"]


class PlaceForm(forms.Form):
    """The country in which one wants to be counted, and once that is chosen a region of it, if it has any.

    The consent is asked for where it has not been given.
    """

    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("You can choose a region of it after that, if you like. We ask for no finer place."),
        error_messages={"required": gettext_lazy("Choose a country from the list.")},
    )
    region = forms.CharField(
        label=gettext_lazy("Region"),
        required=False,
        max_length=6,
        widget=forms.Select,
        help_text=gettext_lazy(
            "Others see numbers of groups, never who is in them, and no region with only a few people. If you choose "
            "another country, save that first."
        ),
    )
    consent = ConsentField(ConsentKind.MAP)

    def __init__(self, *args: Any, country: str, region: str, has_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"country": country, "region": region}, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *countries]
        self.fields["country"].widget.attrs["autocomplete"] = "country"
        regions = regions_of(self["country"].value() or "", get_language() or "en")
        self.fields["region"].widget.choices = [("", _("I would rather not say")), *regions]
        if not regions:
            del self.fields["region"]
        if has_consent:
            del self.fields["consent"]

    def clean_region(self) -> str:
        """The region of a country that one leaves stays behind with it."""
        region, before = self.cleaned_data["region"], self.initial["country"]
        return "" if before != self.cleaned_data.get("country") and country_of(region) == before else region


def relation_values(link: MemberCondition) -> dict[str, Any]:
    """What the form about a condition holds, as `add_condition` takes it."""
    return {name: getattr(link, name) for name in RelationForm.base_fields}
