"""Members who show other members both their condition and their country: the people of a map by name."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.blocks import avoided_by
from accounts.models import Block, User
from conditions.models import Condition
from members.counting import IS_NAMED
from members.models import ROLE_OF, MemberCondition
from members.places import countries_of
from pages.contact import Contact, contacts_with
from pages.map_filters import MapFilters
from pages.paging import Paging, paging
from pages.voices import Voice, country_name, voice

PEOPLE_ON_A_PAGE = 50


@dataclass(frozen=True)
class NamedPerson:
    """One of them, with what stands between the viewer and them."""

    voice: Voice
    contact: Contact


@dataclass(frozen=True)
class NamedCountry:
    """A country with those of its people who show themselves."""

    name: str
    people: tuple[NamedPerson, ...]


@dataclass(frozen=True)
class NamedPeople:
    """One page of them. `here` is the part of its address after the path."""

    countries: tuple[NamedCountry, ...]
    paging: Paging
    query: str
    here: str


def named_people(
    condition: Condition | None, *, viewer: User | AnonymousUser, filters: MapFilters, page: str
) -> NamedPeople | None:
    """The people of a condition's map whom the viewer may see, by country: six queries for a member.

    None for a visitor, and on the map of all conditions. Nobody who is muted or blocked, nor who blocked the viewer.
    """
    if condition is None or not isinstance(viewer, User):
        return None
    rows = shown_to(viewer).filter(condition=condition)
    if filters.role:
        rows = rows.filter(relation__in=[relation for relation, role in ROLE_OF.items() if role == filters.role])
    if filters.continent:
        rows = rows.filter(member__map_presence__country__in=countries_of(filters.continent))
    pages = paging(rows.count(), page, PEOPLE_ON_A_PAGE)
    rows = rows.order_by("member__map_presence__country", "member__display_name", "pk")
    values = rows.values_list(
        "member__map_presence__country", "member_id", "member__username", "member__display_name", "relation"
    )[pages.start : pages.stop]
    contacts = contacts_with({pk: username for _country, pk, username, _name, _relation in values}, viewer=viewer)
    people = [
        (
            country_name(country),
            NamedPerson(
                voice(name=name, member_id=pk, username=username, relation=relation, short=condition.short),
                contacts[pk],
            ),
        )
        for country, pk, username, name, relation in values
    ]
    by_country = groupby(people, key=lambda person: person[0])
    query = filters.query(continent=filters.continent).removeprefix("?")
    return NamedPeople(
        countries=tuple(NamedCountry(name, tuple(who for _name, who in those)) for name, those in by_country),
        paging=pages,
        query=f"{query}&" if query else "",
        here=f"?{query}&page={pages.number}" if query else f"?page={pages.number}",
    )


def shown_to(viewer: User) -> QuerySet[MemberCondition]:
    """Members' conditions on the map that they show to members, without people who avoid each other: two queries."""
    away = avoided_by(viewer) | set(
        Block.objects.filter(other=viewer, is_mute=False).values_list("member_id", flat=True)
    )
    return (
        MemberCondition.objects.filter(IS_NAMED, member__is_active=True, member__closed_at__isnull=True)
        .exclude(member_id=viewer.pk)
        .exclude(member_id__in=away)
    )
