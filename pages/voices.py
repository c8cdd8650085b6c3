"""How a person who speaks is shown beside their words: name, relation, country, points."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from conditions.models import Relation
from pages.wording import points_words

PEBBLES = ("a", "b", "c")


@dataclass(frozen=True)
class Voice:
    """A member as others see them."""

    name: str
    relation: str
    country: str
    points: str
    pebble: str
    initial: str


def voice(
    *, name: str, member_id: int, relation: str = "", country: str = "", points: int = 0, short: str = ""
) -> Voice:
    """A member's voice; `short` is the condition's short name that the relation speaks of."""
    return Voice(
        name=name,
        relation=relation_words(relation, short) if relation else "",
        country=country_name(country),
        points=points_words(points),
        pebble=PEBBLES[member_id % len(PEBBLES)],
        initial=next((letter.upper() for letter in name if letter.isalnum()), "·"),
    )


def relation_words(relation: str, short: str) -> str:
    """“living with ALL”, “parent of someone with ALL”; empty for an unknown relation."""
    return _sentences(get_language() or "en").get(relation, "") % {"short": short}


@cache
def _sentences(_language: str) -> dict[str, str]:
    return {
        Relation.HAS_IT: _("living with %(short)s"),
        Relation.PARENT: _("parent of someone with %(short)s"),
        Relation.PARTNER: _("partner of someone with %(short)s"),
        Relation.FAMILY: _("family of someone with %(short)s"),
        Relation.FRIEND: _("friend of someone with %(short)s"),
        Relation.CARER: _("carer of someone with %(short)s"),
        Relation.PROFESSIONAL: _("health professional in %(short)s"),
        Relation.RESEARCHER: _("researcher in %(short)s"),
        Relation.ORGANISATION: _("from an organisation for %(short)s"),
    }


def country_name(code: str) -> str:
    """The country's name in the reader's language; empty for an unknown code."""
    return _country_name(code, get_language() or "en") if code else ""


@cache
def _country_name(code: str, _language: str) -> str:
    return str(dict(countries).get(code, ""))
