"""Who helps people in danger, by country: data, with the day on which somebody last went through it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

FILE: Final = Path(__file__).parent / "data" / "helplines.yaml"
WORLD_URL: Final = "https://findahelpline.com/"
"""A directory of helplines of many countries, kept by an organisation for it."""

EUROPEAN_EMERGENCY: Final = "112"
_IN_112: Final = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
        "IS",
        "LI",
        "CH",
    ]
)
_REGION: Final = re.compile(r"\b[a-z]{2,3}(?:-[A-Za-z]{4})?-([A-Z]{2})\b")


@dataclass(frozen=True)
class Line:
    """Somebody who answers. `dial` is the number without spaces, for a telephone."""

    name: str
    number: str
    url: str = ""

    @property
    def dial(self) -> str:
        return re.sub(r"[^\d+*]", "", self.number)


@dataclass(frozen=True)
class CountryHelp:
    """Who helps in one country; `emergency` is empty where we do not know the number."""

    country: str
    emergency: str = ""
    lines: tuple[Line, ...] = ()
    checked: date | None = None


@lru_cache(maxsize=4)
def helplines(path: str = "") -> dict[str, CountryHelp]:
    """All countries of a file, by code; without one, of that which comes with Cairn.

    Raises ValueError for an entry that nobody can use.
    """
    found = {}
    for row in yaml.safe_load(Path(path or FILE).read_text(encoding="utf-8")):
        lines = tuple(Line(line["name"], str(line["number"]), line.get("url", "")) for line in row["lines"])
        if not re.fullmatch("[A-Z]{2}", str(row["country"])) or not isinstance(row["checked"], date) or not lines:
            raise ValueError(
                f"{path or FILE}: {row['country']} needs a country of two letters, lines, and the day of the check."
            )
        found[row["country"]] = CountryHelp(row["country"], str(row.get("emergency", "")), lines, row["checked"])
    return found


def help_in(country: str, *, path: str = "") -> CountryHelp:
    """Who helps in a country; where we know nobody, at least its emergency number, if it is one that we are sure of."""
    known = helplines(path).get(country)
    if known:
        return known
    return CountryHelp(country, EUROPEAN_EMERGENCY if country in _IN_112 else "")


def region_of(accept_language: str) -> str:
    """The first region that a browser's languages name: “de-AT, en;q=0.5” says AT. Empty where none does.

    It is what the reader's device was set to, never where they are: nobody is looked up by their address.
    """
    found = _REGION.search(accept_language[:200])
    return found[1] if found else ""


def first_known(countries: Iterable[str]) -> str:
    """The first country given; empty without any."""
    return next((country for country in countries if re.fullmatch("[A-Z]{2}", country or "")), "")
