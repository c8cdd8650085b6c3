"""Picking sources from the shared library, without JavaScript: numbers keep to their sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from questions.models import Source

MOST_FOUND: Final = 20
MOST_CITED: Final = 99


@dataclass(frozen=True)
class Picked:
    """The keys as the page had them, as they are now, and the words that the library is searched for."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    query: str = ""

    @property
    def numbers(self) -> Mapping[int, int]:
        """The new number of each old one; 0 for a source that is gone."""
        places = {key: number for number, key in enumerate(self.after, start=1)}
        return {number: places.get(key, 0) for number, key in enumerate(self.before, start=1)}


class SourcesWidget(forms.Widget):
    """A numbered list: each source with its number to change and a box to take it out; below it a search with boxes."""

    template = "admin/questions/sources_widget.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Picked:  # noqa: ARG002
        before = list(dict.fromkeys(data.getlist(f"{name}-key")))[:MOST_CITED]
        removed = set(data.getlist(f"{name}-remove"))
        added = [key for key in dict.fromkeys(data.getlist(f"{name}-add")) if key not in before]
        kept = [key for key in before if key not in removed]
        kept.sort(key=lambda key: (_place(data.get(f"{name}-place-{key}"), before.index(key)), before.index(key)))
        return Picked(tuple(before), tuple([*kept, *added][:MOST_CITED]), data.get(f"{name}-find", "").strip()[:100])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-find"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:  # noqa: ARG002
        picked = value if isinstance(value, Picked) else Picked(after=tuple(value or ()))
        chosen = _with_uses(Source.objects.filter(key__in=picked.after)).in_bulk(picked.after, field_name="key")
        rows = [chosen[key] for key in picked.after if key in chosen]
        found = _search(picked.query, picked.after) if picked.query else []
        inputs = {"name": name, "rows": rows, "query": picked.query, "found": found, "id": (attrs or {}).get("id", "")}
        return render_to_string(self.template, inputs)


class SourcesField(forms.Field):
    """The sources in the order of their numbers."""

    widget = SourcesWidget

    def clean(self, value: Picked) -> list[Source]:
        found = Source.objects.in_bulk(value.after, field_name="key")
        missing = [key for key in value.after if key not in found]
        if missing:
            raise forms.ValidationError(_("There is no source with the key “%(key)s”."), params={"key": missing[0]})
        return [found[key] for key in value.after]


def _place(typed: str | None, place: int) -> float:
    """The number that was typed; one that moves a source up stands before the source that has it."""
    try:
        wanted = int(typed or "")
    except ValueError:
        return place + 1
    return wanted - 0.5 if wanted < place + 1 else wanted + 0.5 if wanted > place + 1 else wanted


def _search(query: str, taken: Sequence[str]) -> list[Source]:
    """Sources of the library in which every word stands, without those that are in the list already."""
    found = Source.objects.exclude(key__in=taken)
    for word in query.split()[:8]:
        found = found.filter(
            Q(title__icontains=word) | Q(organisation__icontains=word) | Q(key__icontains=word) | Q(url__icontains=word)
        )
    return list(_with_uses(found)[:MOST_FOUND])


def _with_uses(sources: Any) -> Any:
    """Adds how many questions cite the source in a text that readers see now."""
    published = Q(citations__summary__published_for__isnull=False)
    return sources.annotate(use_count=Count("citations", filter=published))
