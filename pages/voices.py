"""How a person who speaks is shown beside their words: name, relation, country, points."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from django.utils.translation import gettext as _
from django_countries import countries

from conditions.models import Relation
from pages.links import link
from pages.once import language
from pages.wording import points_words

PEBBLES = ("a", "b", "c")


@dataclass(frozen=True)
class Voice:
    """A member as others see them. `url` is that of the profile, empty where the words stand without it."""

    name: str
    relation: str
    country: str
    points: str
    pebble: str
    initial: str
    url: str = ""


def voice(
    *,
    name: str,
    member_id: int,
    username: str = "",
    relation: str = "",
    country: str = "",
    points: int = 0,
    short: str = "",
) -> Voice:
    """A member's voice; `short` is the condition's short name that the relation speaks of.

    Without a `username` the name does not lead to the profile.
    """
    return Voice(
        name=name,
        relation=relation_words(relation, short) if relation else "",
        country=country_name(country),
        points=points_words(points),
        pebble=PEBBLES[member_id % len(PEBBLES)],
        initial=_initial(name),
        url=member_url(username) if username else "",
    )


def unnamed_voice() -> Voice:
    """Someone who chose to write without a name: nothing about it differs from one to another."""
    name = _("A member")
    return Voice(name=name, relation="", country="", points="", pebble=PEBBLES[0], initial=_initial(name))


def _initial(name: str) -> str:
    first = name[:1] if name[:1].isalnum() else next(filter(str.isalnum, name), "·")
    return first.upper()


def member_url(username: str) -> str:
    """The address of a member's profile."""
    is_plain = username.isascii() and username.isalnum()
    return link("member-detail", username if is_plain else quote(username, safe="@+"))


def relation_words(relation: str, short: str) -> str:
    """“living with ALL”, “parent of someone with ALL”; empty for an unknown relation."""
    return _sentences(language() or "en").get(relation, "") % {"short": short}


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
        Relation.UNDIAGNOSED: _("perhaps living with %(short)s, not diagnosed yet"),
    }


def country_name(code: str) -> str:
    """The country's name in the reader's language; empty for an unknown code."""
    return _country_name(code, language() or "en") if code else ""


@cache
def _country_name(code: str, _language: str) -> str:
    return str(dict(countries).get(code, ""))
