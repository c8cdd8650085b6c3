"""A draft as its writer edits it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markdownx.widgets import MarkdownxWidget

from conditions.models import Condition
from markup.article import numbers_in, renumber
from questions.forms.sources import Picked, SourcesField
from questions.models import ChangeSize, Question, Summary, Topic, Verdict
from questions.services import SummaryRecord, check_text, question_of

MOST_CHARACTERS: Final = 60_000
STEPS: Final = ("sources-place-", "sources-remove", "sources-add")


class SummaryForm(forms.Form):
    """The answer, its sources in the order of their numbers, and what changed. A new one also says which question.

    When sources move, the numbers in the text move with them.
    """

    condition = forms.CharField(
        label=gettext_lazy("Condition"),
        help_text=gettext_lazy("Its name, or the last part of its address."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    topic = forms.ModelChoiceField(Topic.objects.none(), label=gettext_lazy("Question"))
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=[("", gettext_lazy("(choose one)")), *Verdict.choices],
        help_text=gettext_lazy("The answer at a glance."),
    )
    short_answer = forms.CharField(
        label=gettext_lazy("Short answer"),
        help_text=gettext_lazy("At most 60 words, that a tired parent can read at 3 a.m. No citations."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"}),
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Markdown with the blocks of the writers’ guide. [1] cites the first source."),
        strip=False,
        widget=MarkdownxWidget(attrs={"rows": 24, "dir": "auto", "autocomplete": "off"}),
    )
    sources = SourcesField(
        label=gettext_lazy("Sources"),
        required=False,
        help_text=gettext_lazy("Change a number to move a source. The numbers in the text follow."),
    )
    change_size = forms.ChoiceField(label=gettext_lazy("Size of the change"), choices=ChangeSize.choices)
    change_note = forms.CharField(
        label=gettext_lazy("What changed"),
        help_text=gettext_lazy("One sentence for readers; it stands in the page’s history."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Media:
        js = ["js/editor-tab.js", "js/editor-presence.js"]

    def __init__(self, data: Any = None, *, summary: Summary | None = None, initial: Any = None) -> None:
        super().__init__(data.copy() if data is not None else None, initial={**_initial(summary), **(initial or {})})
        self.summary = summary
        self.fields["topic"].queryset = Topic.objects.current()
        self.fields["topic"].label_from_instance = lambda topic: topic.heading_pattern.replace("{short}", "…")
        if summary:
            del self.fields["condition"], self.fields["topic"]
        if data is not None:
            self._follow_sources()

    def _follow_sources(self) -> None:
        """Brings the text's numbers in line with the sources, and what the page shows next with both."""
        picked: Picked = self.fields["sources"].widget.value_from_datadict(self.data, {}, "sources")
        body = self.data.get("body", "")
        cited = set() if len(body) > MOST_CHARACTERS else numbers_in(body)
        self.lost_sources = [number for number, new in picked.numbers.items() if not new and number in cited]
        if self.lost_sources:
            picked = Picked(picked.before, tuple(dict.fromkeys([*picked.before, *picked.after])), picked.query)
        elif picked.before != picked.after and len(body) <= MOST_CHARACTERS:
            self.data["body"] = renumber(body, picked.numbers)
        for name in [name for name in self.data if name.startswith(STEPS)]:
            del self.data[name]
        self.data.setlist("sources-key", picked.after)

    def clean_condition(self) -> Condition:
        typed = self.cleaned_data["condition"].strip()
        found = Condition.objects.filter(slug=typed).first() or Condition.objects.filter(name__iexact=typed).first()
        if found is None:
            near = Condition.objects.filter(name__icontains=typed).values_list("name", flat=True)[:5]
            sentence = _("There is no condition “%(name)s”.") % {"name": typed}
            if near:
                sentence = f"{sentence} {_('Did you mean one of these: %(names)s?') % {'names': '; '.join(near)}}"
            raise forms.ValidationError(sentence)
        return found

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if len(body) > MOST_CHARACTERS:
            sentence = ngettext(
                "The text has %(count)d character; 60,000 are the most.",
                "The text has %(count)d characters; 60,000 are the most.",
                len(body),
            )
            raise forms.ValidationError(sentence % {"count": len(body)})
        return body

    def clean_sources(self) -> Any:
        if self.lost_sources:
            sentence = _("Source [%(number)d] is still cited. Take [%(number)d] out of the text first.")
            raise forms.ValidationError(sentence % {"number": self.lost_sources[0]})
        return self.cleaned_data["sources"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"short_answer", "body", "sources"} <= cleaned.keys():
            check_text(short_answer=cleaned["short_answer"], body=cleaned["body"], sources=cleaned["sources"])
        return cleaned

    def question(self) -> Question:
        """The question that the text answers; its row is made when this is the first thing that someone writes."""
        if self.summary:
            return self.summary.question
        return question_of(condition=self.cleaned_data["condition"], topic=self.cleaned_data["topic"])

    def record(self, *, author: Any) -> SummaryRecord:
        """What the services are given."""
        names = ["verdict", "short_answer", "body", "sources", "change_note", "change_size"]
        return SummaryRecord(author=author, **{name: self.cleaned_data[name] for name in names})


def _initial(summary: Summary | None) -> dict[str, Any]:
    if summary is None:
        return {"change_size": ChangeSize.CLINICAL, "change_note": _("First version.")}
    names = ["verdict", "short_answer", "body", "change_note", "change_size", "revision"]
    keys = tuple(summary.citations.values_list("source__key", flat=True))
    return {name: getattr(summary, name) for name in names} | {"sources": keys}
