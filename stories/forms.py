"""The steps of telling a story, and what its author can change later."""

from typing import Any
from unicodedata import normalize

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from accounts.fields import ConsentField
from accounts.models import ConsentKind, User
from conditions.choosing import ConditionField
from conditions.models import Relation, Stage
from markup.hygiene import clean, is_blank
from markup.members_text import MAX_LENGTH
from markup.personal_data import Found, find_personal_data
from moderation.models import Audience
from stories.models import ContentNote, Story, StoryUpdate
from stories.prompts import PARTS, Way, composed
from writing.fields import FormIdField

NAMED, UNNAMED = "named", "unnamed"
LANGUAGES = sorted(
    (code, normalize("NFC", info["name_local"]))
    for code, info in LANG_INFO.items()
    if "name_local" in info and len(code) == 2
)


def _words(label: Any, rows: int, **options: Any) -> forms.CharField:
    """A field for some paragraphs, whose direction follows what is typed."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(**{"label": label, "widget": widget, "strip": False} | options)


def _title() -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("A few words that tell others what it is about."),
        max_length=Story._meta.get_field("title").max_length,
        error_messages={"required": gettext_lazy("Give it a title. A few words are enough.")},
        widget=widget,
    )


class PlainForm(forms.Form):
    """The site says itself what is missing, above the form, with links: browsers' own bubbles go away too soon."""

    use_required_attribute = False


class WhoForm(PlainForm):
    """Step 1: which condition, and who is telling."""

    condition = ConditionField(
        help_text=gettext_lazy("The name of the illness or condition."),
    )
    relation = forms.ChoiceField(label=gettext_lazy("Who are you?"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Where are you now?"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("In which language will you write?"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", _("I would rather not say"))
        self.fields["relation"].choices = [nothing, *((value, capfirst(str(name))) for value, name in Relation.choices)]
        self.fields["stage"].choices = [nothing, *((value, capfirst(str(name))) for value, name in Stage.choices)]


class WordsForm(PlainForm):
    """Step 2: the story, freely or as answers to questions. `way` says which of them is shown."""

    title = _title()
    before = _words(gettext_lazy("Before"), 5, required=False, help_text=gettext_lazy("How was life until then?"))
    finding_out = _words(
        gettext_lazy("Finding out"),
        5,
        required=False,
        help_text=gettext_lazy("How did you learn what it was? What do you wish someone had told you?"),
    )
    treatment = _words(
        gettext_lazy("Treatment"),
        5,
        required=False,
        help_text=gettext_lazy("What was done, and how was it for you? What helped, what did not?"),
    )
    now = _words(gettext_lazy("Now"), 5, required=False, help_text=gettext_lazy("What does a good day look like?"))
    body = _words(gettext_lazy("Your story"), 16, required=False)

    def __init__(self, *args: Any, way: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if way == Way.QUESTIONS:
            self.fields["body"].label = _("Anything else")
            self.fields["body"].widget.attrs["rows"] = 5
        else:
            for name in PARTS:
                del self.fields[name]
            self.fields["body"].help_text = _("Leave an empty line between paragraphs. A line with ## makes a heading.")

    def clean_title(self) -> str:
        return _not_blank(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = clean(composed(cleaned))
        first = next(name for name in self.fields if name != "title")
        if is_blank(text):
            self.add_error(first, _("Write a few lines. They need not be perfect."))
        elif len(text) > MAX_LENGTH:
            self.add_error(first, _too_long(text))
        return cleaned


class ReadersForm(PlainForm):
    """Steps 3 and later: what it says about its author, who may read it, and what to know before reading."""

    name = forms.ChoiceField(
        label=gettext_lazy("Your name"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether to show your name.")},
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Your country"),
        required=False,
        help_text=gettext_lazy(
            "Care differs from place to place. With a rare condition, a country can say who you are."
        ),
    )
    content_notes = forms.MultipleChoiceField(
        label=gettext_lazy("What should people know before they read it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who may read it.")},
    )

    def __init__(self, *args: Any, display_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = (
            _("Show my name: %(name)s") % {"name": display_name} if display_name else _("Show the name of my account")
        )
        self.fields["name"].choices = [(NAMED, named), (UNNAMED, _("Show no name: “A member”"))]
        self.fields["country"].choices = [("", _("Show no country")), *countries]
        self.fields["content_notes"].choices = [
            (value, _("It %(note)s") % {"note": note}) for value, note in ContentNote.choices
        ]
        self.fields["audience"].choices = [
            (Audience.MEMBERS, _("Only members who are signed in")),
            (Audience.ANYONE, _("Anyone, also search engines")),
        ]


class CheckedForm(PlainForm):
    """Asks once more where the words may tell strangers who someone is. `found` is what was found in them."""

    def ask_about(self, found: tuple[Found, ...]) -> None:
        """Adds the question, when there is something to ask about."""
        self.found = found
        if found:
            self.fields["keep_personal_data"] = forms.BooleanField(
                label=_("I have looked at this, and I want to keep it."),
                error_messages={"required": _("Change your words, or say that you want to keep this.")},
            )


class SendForm(CheckedForm):
    """Step 4: the last look before sending."""

    form_id = FormIdField()

    def __init__(self, *args: Any, found: tuple[Found, ...], needs_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_about(found)
        if needs_consent:
            self.fields["consent"] = ConsentField(ConsentKind.PUBLISHING)


class ChangeForm(CheckedForm):
    """New words for a story. Personal data that stood in it before is not asked about again."""

    title = _title()
    body = _words(gettext_lazy("Your story"), 18)

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, initial={"title": story.title, "body": story.body}, **kwargs)
        known = f"{story.title}\n{story.body}"
        typed = f"{self.data.get('title', '')}\n{self.data.get('body', '')}"
        names = [story.author.display_name] if story.is_anonymous else []
        self.ask_about(tuple(one for one in find_personal_data(typed, names=names) if one.text not in known))

    def clean_title(self) -> str:
        return _not_blank(self.cleaned_data["title"])

    def clean_body(self) -> str:
        return _not_blank(self.cleaned_data["body"])


class UpdateForm(CheckedForm):
    """What happened since."""

    form_id = FormIdField()
    heading = forms.CharField(
        label=gettext_lazy("Heading"),
        required=False,
        max_length=StoryUpdate._meta.get_field("heading").max_length,
        help_text=gettext_lazy("Leave it empty, and we write how much later it is."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    body = _words(gettext_lazy("What happened since?"), 12)

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = f"{self.data.get('heading', '')}\n{self.data.get('body', '')}"
        names = [story.author.display_name] if story.is_anonymous else []
        self.ask_about(find_personal_data(typed, names=names))

    def clean_body(self) -> str:
        return _not_blank(self.cleaned_data["body"])


class ThanksForm(CheckedForm):
    """A thank-you for a story: short, with or without one's name."""

    form_id = FormIdField()
    body = _words(
        gettext_lazy("Your thanks"),
        4,
        max_length=500,
        help_text=gettext_lazy("At most 500 characters."),
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Do not show my name. It will say “A member”."), required=False
    )

    def __init__(self, *args: Any, member: User, needs_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [member.display_name] if self.data.get("is_anonymous") else []
        self.ask_about(find_personal_data(self.data.get("body", ""), names=names))
        if needs_consent:
            self.fields["consent"] = ConsentField(ConsentKind.PUBLISHING)

    def clean_body(self) -> str:
        return _not_blank(self.cleaned_data["body"])


def _not_blank(text: str) -> str:
    """The text as it was typed. Raises ValidationError where nothing of it can be seen, or where it is too long."""
    if is_blank(text):
        raise ValidationError(_("Write a few words here."))
    if len(clean(text)) > MAX_LENGTH:
        raise ValidationError(_too_long(clean(text)))
    return text


def _too_long(text: str) -> str:
    reason = _("This is too long. Counted in characters, the limit is %(most)s, and this is %(now)s. Nothing is lost.")
    return reason % {"most": f"{MAX_LENGTH:,}", "now": f"{len(text):,}"}
