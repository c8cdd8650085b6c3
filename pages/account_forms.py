"""The forms about leaving."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import WhatRemains
from accounts.rights import OwnText


class CloseForm(forms.Form):
    """What becomes of the texts; nothing is chosen beforehand."""

    texts = forms.ChoiceField(
        label=gettext_lazy("What should become of your texts?"),
        choices=WhatRemains.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of your texts.")},
    )


class RemovalForm(forms.Form):
    """Which of one's own texts go; those without a tick stay, signed “Former member”."""

    removed = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, texts: list[OwnText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        removed = cast("forms.MultipleChoiceField", self.fields["removed"])
        removed.choices = [(f"{text.kind}-{text.pk}", text.title) for text in texts]

    def removed_texts(self) -> list[tuple[str, int]]:
        """Kind and number of each."""
        chosen = (key.rpartition("-") for key in self.cleaned_data["removed"])
        return [(kind, int(pk)) for kind, _dash, pk in chosen]
