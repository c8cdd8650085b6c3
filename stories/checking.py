"""A story that is not sent yet, as others will see it, and what in it may say who someone is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django_countries import countries

from conditions.models import Condition, Relation, Stage
from markup import members_text
from markup.hygiene import clean
from markup.personal_data import Found, find_personal_data
from moderation.models import Audience
from stories.forms import UNNAMED, ReadersForm, WhoForm
from stories.models import ContentNote
from stories.prompts import composed
from writing.writers import Writer


@dataclass(frozen=True)
class Preview:
    """A complete draft. `facts` are the fields of the story that it will become."""

    facts: dict[str, Any]
    condition: Condition
    name: str
    relation: str
    stage: str
    country: str
    notes: tuple[str, ...]
    body_html: str
    found: tuple[Found, ...]

    @property
    def is_for_anyone(self) -> bool:
        return bool(self.facts["audience"] == Audience.ANYONE)


def preview(kept: Mapping[str, Any], *, writer: Writer) -> Preview:
    """What a complete draft says (stories.steps.first_open finds what is missing from one that is not)."""
    facts = facts_of(kept)
    own_name = writer.member.display_name if writer.member else ""
    hidden = [own_name] if facts["is_anonymous"] and own_name else []
    return Preview(
        facts=facts,
        condition=facts["condition"],
        name=_("A member") if facts["is_anonymous"] else own_name or _("The name of your account"),
        relation=_label(Relation, facts["relation"]),
        stage=_label(Stage, facts["stage"]),
        country=str(dict(countries).get(facts["country"], "")),
        notes=tuple(str(ContentNote(note).label) for note in facts["content_notes"]),
        body_html=members_text.render(facts["body"], with_headings=True),
        found=find_personal_data(f"{facts['title']}\n{facts['body']}", names=hidden),
    )


def facts_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the story that a complete draft becomes."""
    who, readers = WhoForm(data=kept), ReadersForm(data=kept)
    who.is_valid()
    readers.is_valid()
    return {
        **who.cleaned_data,
        "title": clean(str(kept["title"])),
        "body": clean(composed(kept)),
        "is_anonymous": readers.cleaned_data["name"] == UNNAMED,
        **{name: readers.cleaned_data[name] for name in ("country", "content_notes", "audience")},
    }


def _label(choices: type[Relation | Stage], value: str) -> str:
    return str(choices(value).label) if value else ""
