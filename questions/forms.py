from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdownx.widgets import AdminMarkdownxWidget

from conditions.models import Condition
from questions.models import Decision, Question, Review, Source, Summary, Topic
from questions.services import check_text, question_of


class SummaryForm(forms.ModelForm):
    """A draft as its writer edits it: which question, the answer, the sources in the order of their numbers."""

    condition = forms.ModelChoiceField(Condition.objects.all(), label=gettext_lazy("Condition"))
    topic = forms.ModelChoiceField(Topic.objects.current(), label=gettext_lazy("Topic"))
    source_keys = forms.CharField(
        label=gettext_lazy("Sources"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=gettext_lazy("One key of a source on each line. The first is [1] in the text, the second [2]."),
    )

    class Meta:
        model = Summary
        fields = ["verdict", "short_answer", "body", "change_note"]
        widgets = {"body": AdminMarkdownxWidget, "short_answer": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            question = self.instance.question
            self.fields["condition"].disabled = self.fields["topic"].disabled = True
            self.initial |= {"condition": question.condition_id, "topic": question.topic_id}
            keys = self.instance.citations.values_list("source__key", flat=True)
            self.initial["source_keys"] = "\n".join(keys)

    def clean_source_keys(self) -> list[Source]:
        keys = self.cleaned_data["source_keys"].split()
        found = {source.key: source for source in Source.objects.filter(key__in=keys)}
        for key in keys:
            if key not in found:
                raise forms.ValidationError(_("There is no source with the key “%(key)s”.") % {"key": key})
            if keys.count(key) > 1:
                raise forms.ValidationError(_("“%(key)s” stands here twice.") % {"key": key})
        return [found[key] for key in keys]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"short_answer", "body", "source_keys"} <= cleaned.keys():
            check_text(short_answer=cleaned["short_answer"], body=cleaned["body"], sources=cleaned["source_keys"])
        return cleaned

    def question(self) -> Question:
        """The question's row, made when this is the first thing that someone writes for it."""
        return question_of(condition=self.cleaned_data["condition"], topic=self.cleaned_data["topic"])


class ReviewForm(forms.ModelForm):
    """A specialist's decision about one version."""

    class Meta:
        model = Review
        fields = ["summary", "decision", "due_on", "note"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == Decision.APPROVED and not cleaned.get("due_on"):
            self.add_error("due_on", _("An approval says when the next review is due."))
        return cleaned
