"""The form of an answer: on the question's page, on a page of its own, and for changing it later."""

from typing import Any, Final, cast

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from accounts.fields import ConsentField
from accounts.models import ConsentKind, User
from conditions.models import Relation, Stage
from markup.hygiene import clean, is_blank
from markup.members_text import MAX_LENGTH
from markup.personal_data import Found, find_personal_data
from moderation.models import Audience
from questions.services import AnswerRecord
from writing.fields import FormIdField

NAMED, UNNAMED = "named", "unnamed"
OLDEST_YEAR: Final = 1900
_NOT_SAID: Final = ""

type Choice = tuple[str, str]


def _relations() -> list[Choice]:
    return [
        (_NOT_SAID, _("I would rather not say")),
        *((value, capfirst(str(name))) for value, name in Relation.choices),
    ]


def _stages() -> list[Choice]:
    stages = ((value, capfirst(str(name))) for value, name in Stage.choices)
    return [(_NOT_SAID, _("I would rather not say")), *stages]


def _countries() -> list[Choice]:
    return [(_NOT_SAID, _("Show no country")), *countries]


def _audiences() -> list[Choice]:
    return [
        (Audience.MEMBERS, _("Only members who are signed in")),
        (Audience.ANYONE, _("Anyone, also search engines")),
    ]


def _names(author: User | None) -> list[Choice]:
    named = _("Show my name: %(name)s") % {"name": author.display_name} if author else _("Show the name of my account")
    return [(NAMED, named), (UNNAMED, _("Show no name: “A member”"))]


class AnswerForm(forms.Form):
    """What an author says. `author` is who posts; a visitor's words are only kept, so nothing but words is needed."""

    use_required_attribute = False

    form_id = FormIdField()
    body = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("What happened to you? A few lines are enough."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        strip=False,
        error_messages={"required": gettext_lazy("Write a few words here.")},
    )
    relation = forms.ChoiceField(label=gettext_lazy("Who are you?"), required=False, choices=_relations)
    diagnosed_year = forms.IntegerField(
        label=gettext_lazy("Year of diagnosis"),
        required=False,
        min_value=OLDEST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    stage = forms.ChoiceField(label=gettext_lazy("Where are you now?"), required=False, choices=_stages)
    country = forms.ChoiceField(
        label=gettext_lazy("Your country"),
        required=False,
        choices=_countries,
        help_text=gettext_lazy(
            "Care differs from place to place. With a rare condition, a country can say who you are."
        ),
    )
    differs_from_summary = forms.BooleanField(
        label=gettext_lazy("What I lived through differs from the editors’ text."), required=False
    )
    name = forms.ChoiceField(
        label=gettext_lazy("Your name"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether others see your name.")},
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"),
        widget=forms.RadioSelect,
        choices=_audiences,
        error_messages={"required": gettext_lazy("Say who may read it.")},
    )

    def __init__(
        self, *args: Any, author: User | None = None, needs_consent: bool = False, known: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["name"]).choices = _names(author)
        self.found = self._found(author, known) if author else ()
        if author is None:
            self.fields["name"].required = self.fields["audience"].required = False
        if self.found:
            self.fields["keep_personal_data"] = forms.BooleanField(
                label=_("I have looked at this, and I want to keep it."),
                error_messages={"required": _("Change your words, or say that you want to keep this.")},
            )
        if needs_consent:
            self.fields["consent"] = ConsentField(ConsentKind.PUBLISHING)

    def _found(self, author: User, known: str) -> tuple[Found, ...]:
        """What in the words tells strangers who someone is; what stood there before is not asked about again."""
        said = self.data if self.is_bound else self.initial
        names = [author.display_name] if said.get("name") == UNNAMED else []
        found = find_personal_data(str(said.get("body", ""))[:MAX_LENGTH], names=names)
        return tuple(one for one in found if one.text not in known)

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if is_blank(body):
            raise forms.ValidationError(_("Write a few words here."))
        return body

    def clean_diagnosed_year(self) -> int | None:
        year = self.cleaned_data["diagnosed_year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year has not come yet."))
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if len(clean(self.data.get("body", ""))) > MAX_LENGTH:
            self.add_error("body", _("The text is too long: %(most)s characters are the most.") % {"most": MAX_LENGTH})
        return cleaned

    def typed(self) -> dict[str, Any]:
        """Everything that was typed and chosen, for a draft."""
        kept = [name for name in self.fields if name not in {"form_id", "consent", "keep_personal_data"}]
        return {name: self[name].data for name in kept if self[name].data not in {None, ""}}

    def record(self) -> AnswerRecord:
        """The answer, once the form is valid."""
        said = self.cleaned_data
        return AnswerRecord(
            body=said["body"],
            audience=said["audience"],
            is_anonymous=said["name"] == UNNAMED,
            relation=said["relation"],
            diagnosed_year=said["diagnosed_year"],
            country=said["country"],
            stage=said["stage"],
            differs_from_summary=said["differs_from_summary"],
        )


def initial_of(record: AnswerRecord) -> dict[str, Any]:
    """A posted answer as its form shows it."""
    return {
        "body": record.body,
        "audience": record.audience,
        "name": UNNAMED if record.is_anonymous else NAMED,
        "relation": record.relation,
        "diagnosed_year": record.diagnosed_year,
        "country": record.country,
        "stage": record.stage,
        "differs_from_summary": record.differs_from_summary,
    }
