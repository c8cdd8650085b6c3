"""What members type in the forum."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import ConsentField
from accounts.models import ConsentKind, User
from accounts.permissions import has_consent
from conditions.choosing import ConditionField
from conditions.models import Condition
from forum.models import Post, Thread
from markup import hygiene
from markup.members_text import MAX_LENGTH
from markup.personal_data import Found, find_personal_data
from moderation.models import Audience
from writing.fields import FormIdField

ABOUT_ALL = "all"
TITLE_LENGTH = 160
AUDIENCES = [
    (Audience.ANYONE, gettext_lazy("Anyone, also people who are not signed in")),
    (Audience.MEMBERS, gettext_lazy("Only members who are signed in")),
]


def text_field(label: Any, **options: Any) -> forms.CharField:
    """A long text in any language."""
    widget = forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    return forms.CharField(label=label, widget=widget, max_length=MAX_LENGTH, **options)


class PostingForm(forms.Form):
    """Something to be posted under the member's name, or without it.

    Asks for the consent that it needs, and once whether what looks like personal data is meant. `member` is None for
    a visitor, who signs in before anything is posted.
    """

    form_id = FormIdField()
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Do not show my name. It will say “A member”."), required=False
    )

    def __init__(self, *args: Any, member: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.found: tuple[Found, ...] = ()
        if self.data.get("keep_personal_data") or self.initial.get("keep_personal_data"):
            self.add_question()
        if member and not has_consent(member, ConsentKind.PUBLISHING):
            self.fields["consent"] = ConsentField(ConsentKind.PUBLISHING)

    def texts(self) -> Sequence[str]:
        """The names of the fields whose words others will read."""
        return ("body",)

    def add_question(self) -> None:
        """Adds the box that says: I have seen what was found."""
        label = _("I have seen this, and I want to keep it")
        self.fields["keep_personal_data"] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.texts():
            if name in cleaned and not hygiene.clean(cleaned[name]):
                self.add_error(name, _("Please write something."))
        names = [self.member.display_name] if self.member and cleaned.get("is_anonymous") else []
        text = "\n\n".join(str(cleaned.get(name) or "") for name in self.texts())
        self.found = find_personal_data(text, names=names)
        if self.found and not cleaned.get("keep_personal_data"):
            self.add_question()
            self.add_error("keep_personal_data", _("Change your words, or tick the box to keep them as they are."))
        return cleaned


class ReplyForm(PostingForm):
    """A reply. `quote` is the number of the reply that it quotes, or “question”."""

    body = text_field(gettext_lazy("Your reply"), help_text=gettext_lazy("Say what it was like for you."))
    follows = forms.BooleanField(label=gettext_lazy("Tell me about further replies"), required=False)
    quote = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    field_order = ["body", "is_anonymous", "follows", "keep_personal_data", "consent"]


class EditPostForm(PostingForm):
    """One's own reply, to be changed."""

    body = text_field(gettext_lazy("Your reply"))
    field_order = ["body", "is_anonymous", "keep_personal_data"]

    @classmethod
    def of(cls, post: Post, data: Any, *, member: User) -> "EditPostForm":
        """The form with what the reply says now."""
        return cls(data, member=member, initial={"body": post.body, "is_anonymous": post.is_anonymous})


class QuestionForm(PostingForm):
    """A question with its details, and who may read it: nothing is chosen beforehand."""

    title = forms.CharField(
        label=gettext_lazy("Your question in one line"),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    body = text_field(
        gettext_lazy("The details"),
        help_text=gettext_lazy("What have you tried? What would help you? Leave out names and places."),
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it?"), choices=AUDIENCES, widget=forms.RadioSelect)
    field_order = ["title", "body", "audience", "is_anonymous", "keep_personal_data"]

    def texts(self) -> Sequence[str]:
        return ("title", "body")

    @classmethod
    def of(cls, thread: Thread, data: Any, *, member: User) -> "QuestionForm":
        """The form with what the question says now."""
        now = {name: getattr(thread, name) for name in ("title", "body", "audience", "is_anonymous")}
        return cls(data, member=member, initial=now)


class AskForm(QuestionForm):
    """A new question. `about` is the address of its home condition, or “all”."""

    about = forms.CharField(widget=forms.HiddenInput, max_length=200)
    also_1 = ConditionField(label=gettext_lazy("Also about this condition"), required=False)
    also_2 = ConditionField(label=gettext_lazy("And about this one"), required=False)
    follows = forms.BooleanField(label=gettext_lazy("Tell me about replies"), required=False, initial=True)

    field_order = ["title", "body", "also_1", "also_2", "audience", "is_anonymous", "follows", "keep_personal_data"]
    kept = (
        *("about", "title", "body", "also_1", "also_2"),
        *("audience", "is_anonymous", "follows", "keep_personal_data"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home: Condition | None = None
        if self["about"].value() == ABOUT_ALL:
            del self.fields["also_1"], self.fields["also_2"]

    def clean_about(self) -> str:
        about = self.cleaned_data["about"]
        self.home = Condition.objects.published().filter(slug=about).first()
        if about != ABOUT_ALL and self.home is None:
            raise forms.ValidationError(_("Say which condition your question is about, or that it is about all."))
        return about

    def about_words(self) -> str:
        """The name of the home condition for the page; nothing for a question about all."""
        condition = Condition.objects.published().filter(slug=self["about"].value() or "").first()
        return condition.name if condition else ""

    def conditions(self) -> list[Condition]:
        """All conditions of the question, its home first; empty for a question about all."""
        chosen = [self.home, self.cleaned_data.get("also_1"), self.cleaned_data.get("also_2")]
        return [condition for condition in chosen if condition]

    def hide(self) -> None:
        """Hides what was typed, for the page on which it is only looked at."""
        for name in self.kept:
            if name in self.fields:
                self.fields[name].widget = forms.HiddenInput()


class CloseForm(forms.Form):
    """Why a thread takes no more replies, and where its readers may go on."""

    reason = forms.CharField(label=gettext_lazy("Why? Readers see this."), max_length=300)
    closed_to = forms.CharField(
        label=gettext_lazy("Where can readers go on?"),
        help_text=gettext_lazy("The address of a page on this site."),
        max_length=300,
        required=False,
    )
