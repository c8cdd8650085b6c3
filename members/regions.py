"""The first-level regions of countries, such as Bavaria (DE-BY), with their names: ISO 3166-2 as Unicode CLDR has it.

The table, `data/regions.json`, is made by `scripts/build_regions.py`. 200 countries have regions; the others, small
ones and Kosovo, have none here. What is a country of its own in our list, such as Réunion, is no region of another.
"""

import json
import unicodedata
from functools import lru_cache
from pathlib import Path

type Names = dict[str, dict[str, str]]
"""The name of each region of each country, by the part of its code behind the hyphen."""


def country_of(region: str) -> str:
    """The country's alpha-2 code that a region's code begins with."""
    return region[:2]


def codes_of(country: str) -> tuple[str, ...]:
    """The codes of a country's regions. Empty for one that has none, and for no country."""
    return tuple(f"{country}-{part}" for part in _table()["en"].get(country, ()))


def is_region_of(region: str, country: str) -> bool:
    return region in codes_of(country)


def region_name(region: str, language: str = "en") -> str:
    """Its name in a language, such as `de` or `de-at`, or else in English; empty for what is no region."""
    country, _hyphen, part = region.partition("-")
    for names in (_table().get(language.partition("-")[0], {}), _table()["en"]):
        if name := names.get(country, {}).get(part):
            return name
    return ""


def regions_of(country: str, language: str = "en") -> list[tuple[str, str]]:
    """The code and the name of each region of a country, by name as people look for it: Ö stands with O."""
    named = [(region, region_name(region, language)) for region in codes_of(country)]
    return sorted(named, key=lambda pair: (_plain(pair[1]), pair[0]))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache
def _table() -> dict[str, Names]:
    """By language; others than English hold only the names that differ."""
    return json.loads((Path(__file__).parent / "data" / "regions.json").read_text(encoding="utf-8"))
