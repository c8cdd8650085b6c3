import json
from pathlib import Path

import pytest
from django_countries.data import COUNTRIES

from members import places

ALL_COUNTRIES = sorted({*COUNTRIES, "XK"})


@pytest.mark.parametrize("country", ALL_COUNTRIES)
def test_every_country_has_a_continent_and_a_position_on_the_globe(country):
    longitude, latitude = places.position(country)
    assert -180 <= longitude <= 180
    assert -90 <= latitude <= 90
    assert places.continent(country) in places.CONTINENT_CENTRES


def test_positions_are_no_finer_than_a_tenth_of_a_degree():
    for country in ALL_COUNTRIES:
        assert places.position(country) == tuple(round(degrees, 1) for degrees in places.position(country))


@pytest.mark.parametrize(
    ("country", "continent", "longitude", "latitude"),
    [
        ("ES", "EU", -3.6, 40.3),
        ("KE", "AF", 37.8, 0.6),
        ("FJ", "OC", 178.0, -17.8),  # its other islands lie over the antimeridian
        ("RU", "EU", 100, 62),  # so does its mainland
        ("US", "NA", -99, 39.5),
        ("TR", "AS", 35.4, 39.0),
        ("XK", "EU", 20.9, 42.6),
    ],
)
def test_well_known_countries_are_where_they_should_be(country, continent, longitude, latitude):
    assert places.continent(country) == continent
    assert places.position(country) == pytest.approx((longitude, latitude), abs=1)


def test_continents_share_out_all_countries():
    shares = [places.countries_of(continent) for continent in places.CONTINENT_CENTRES]
    assert sorted(country for share in shares for country in share) == ALL_COUNTRIES


@pytest.mark.parametrize("unknown", ["", "es", "ZZ"])
def test_an_unknown_code_is_a_mistake(unknown):
    for ask in (places.position, places.continent, places.countries_of):
        with pytest.raises(KeyError):
            ask(unknown)


def test_the_table_stays_small_and_is_read_once():
    path = Path(places.__file__).parent / "data" / "places.json"
    assert path.stat().st_size < 8_000
    assert len(json.loads(path.read_text())) == len(ALL_COUNTRIES)
    assert places._places() is places._places()  # noqa: SLF001
