"""A field in which people type the name of a condition."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.models import Condition
from conditions.names import fold

MOST_OFFERED: Final = 300
"""Names in a list that the browser offers; a larger catalogue is only searched when the form is sent."""
MOST_NAMED: Final = 5


class ConditionField(forms.CharField):
    """Takes the name, another name or the address of a published condition, and gives the condition.

    Its page includes components/condition_names.html with `condition_names()`: suggestions that need no JavaScript.
    """

    default_error_messages = {"required": gettext_lazy("Say which condition it is about.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "condition-names", "autocomplete": "off"})
        values: dict[str, Any] = {"label": gettext_lazy("Condition"), "max_length": 200, "widget": widget}
        super().__init__(**values | kwargs)

    def clean(self, value: Any) -> Condition | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = conditions_named(typed)
        if len(found) == 1:
            return found[0]
        names = ", ".join(condition.name for condition in found or conditions_like(typed))
        if found:
            reason = _("Several conditions are called that. Type one of these: %(names)s.")
            raise ValidationError(reason % {"names": names})
        if names:
            reason = _("We do not know this name. Did you mean one of these? %(names)s.")
            raise ValidationError(reason % {"names": names})
        raise ValidationError(_("We do not know this name. Look for it in the list of conditions, from A to Z."))


def condition_names() -> tuple[str, ...]:
    """The names of all published conditions, while they are few enough for a browser's list; otherwise none."""
    names = tuple(Condition.objects.published().by_name().values_list("name", flat=True)[: MOST_OFFERED + 1])
    return names if len(names) <= MOST_OFFERED else ()


def conditions_named(typed: str) -> list[Condition]:
    """Published conditions with exactly this name, other name or address; one whose own name it is comes alone."""
    folded = fold(typed)
    published = Condition.objects.published()
    own = list(published.filter(Q(folded_name=folded) | Q(slug=typed))[:MOST_NAMED])
    return own or list(published.filter(other_names__folded_name=folded).distinct().by_name()[:MOST_NAMED])


def conditions_like(typed: str) -> list[Condition]:
    """Published conditions whose name, or another name, has what was typed inside it."""
    folded = fold(typed)
    has_it = Q(folded_name__contains=folded) | Q(other_names__folded_name__contains=folded)
    return list(Condition.objects.published().filter(has_it).distinct().by_name()[:MOST_NAMED])
