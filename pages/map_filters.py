"""What the map can be narrowed to: a role, where it is about one condition, and a continent. Nothing else, so that what
may be asked for is known and safe (docs/decisions/0038)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import capfirst

from members.areas import Area, Published
from members.models import MapRole
from pages.map_block import continent_name

CONTINENTS = {
    "africa": "AF",
    "antarctica": "AN",
    "asia": "AS",
    "europe": "EU",
    "north-america": "NA",
    "oceania": "OC",
    "south-america": "SA",
}
SLUGS = {code: slug for slug, code in CONTINENTS.items()}


@dataclass(frozen=True)
class Option:
    """A value of a filter, in words. It says no number: what is chosen does."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class MapFilters:
    """What was chosen. `continent` is a code, such as EU; both are empty for all."""

    role: str
    continent: str
    roles: tuple[Option, ...]
    continents: tuple[Option, ...]

    @property
    def is_used(self) -> bool:
        return bool(self.role or self.continent)

    def query(self, *, continent: str) -> str:
        """The end of an address that shows another continent, or the world, of the same role."""
        chosen = {"role": self.role, "in": SLUGS.get(continent, "")}
        kept = urlencode({name: value for name, value in chosen.items() if value})
        return f"?{kept}" if kept else ""

    def narrow(self, published: Published) -> tuple[Area, ...]:
        """The areas that fit."""
        areas = published.roles.get(self.role, ()) if self.role else published.areas
        return tuple(area for area in areas if self.continent in ("", area.continent))


def map_filters(asked: QueryDict, *, has_roles: bool) -> MapFilters:
    """What was asked for; an unknown value is none."""
    role = asked.get("role", "")
    role = role if has_roles and role in MapRole.values else ""
    continent = CONTINENTS.get(asked.get("in", ""), "")
    return MapFilters(
        role=role,
        continent=continent,
        roles=tuple(Option(its.value, capfirst(str(its.label)), its.value == role) for its in MapRole)
        if has_roles
        else (),
        continents=tuple(Option(slug, continent_name(code), code == continent) for slug, code in CONTINENTS.items()),
    )
