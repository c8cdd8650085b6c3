"""Where countries are: one continent and one point for every ISO 3166-1 country, and Kosovo (XK).

The table, `data/places.json`, is made by `scripts/build_places.py`. A point stands for a whole country on a world
map: it is never the place of a person. Points are (longitude, latitude) in degrees, east and north positive.

An unknown code raises `KeyError`: every code of django-countries is known, so it can only be a mistake.
"""

import json
from functools import lru_cache
from pathlib import Path

CONTINENT_CENTRES = {
    "AF": (20.0, -2.0),
    "AN": (0.0, -80.0),
    "AS": (95.0, 34.0),
    "EU": (15.0, 54.0),
    "NA": (-100.0, 45.0),
    "OC": (140.0, -26.0),
    "SA": (-60.0, -16.0),
}
"""Where a continent's circle stands, chosen by eye: inland, and far enough from each other for large circles."""


def position(country: str) -> tuple[float, float]:
    """The point that stands for a country, rounded to 0.1 degree. `country` is an alpha-2 code in capitals."""
    _, longitude, latitude = _places()[country]
    return longitude, latitude


def continent(country: str) -> str:
    """The continent of a country: AF, AN, AS, EU, NA, OC or SA. A country on two continents has one, as in GeoNames."""
    return _places()[country][0]


def is_known(country: str) -> bool:
    """Whether there is such a country, now: codes come and go, and old ones may still be stored."""
    return country in _places()


@lru_cache
def countries_of(continent: str) -> frozenset[str]:
    """The codes of every country of a continent. An unknown continent raises `KeyError`."""
    if continent not in CONTINENT_CENTRES:
        raise KeyError(continent)
    return frozenset(country for country, (its_continent, *_) in _places().items() if its_continent == continent)


@lru_cache
def _places() -> dict[str, tuple[str, float, float]]:
    text = (Path(__file__).parent / "data" / "places.json").read_text(encoding="utf-8")
    return {country: tuple(place) for country, place in json.loads(text).items()}
