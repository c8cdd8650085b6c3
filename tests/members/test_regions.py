from pathlib import Path

import pytest

from members import regions
from members.places import is_known
from scripts import build_regions

TABLE = regions._table()["en"]  # noqa: SLF001
ALL = [region for country in TABLE for region in regions.codes_of(country)]


def test_every_region_has_a_name_of_its_own_in_a_country_that_we_know():
    assert (len(TABLE), len(ALL)) == (200, 3_562)
    for country in TABLE:
        names = [name for _code, name in regions.regions_of(country)]
        assert is_known(country)
        assert len(names) >= 2
        assert len(set(names)) == len(names)
        assert all(name == name.strip() and name[-1] not in "²³†" for name in names)
        assert all(len(code) <= 6 and code.startswith(f"{country}-") for code in regions.codes_of(country))


@pytest.mark.parametrize("country", ["", "de", "ZZ", "XK", "RE", "GI", "English"])
def test_country_without_regions_or_none_at_all_has_no_list(country):
    assert regions.codes_of(country) == ()
    assert regions.regions_of(country) == []


def test_part_that_is_a_country_of_its_own_is_no_region_of_another():
    assert not set(ALL) & build_regions.OWN_COUNTRIES
    french = dict(regions.regions_of("FR"))
    assert len(french) == 13
    assert not {"Guadeloupe", "La Réunion", "Mayotte"} & set(french.values())
    assert {"Puerto Rico", "Guam"}.isdisjoint(dict(regions.regions_of("US")).values())
    assert len(regions.codes_of("US")) == 51


def test_parts_of_regions_are_not_asked_for():
    """Departments of France, provinces of Spain and Italy."""
    for part in ("FR-75C", "FR-01", "ES-M", "IT-RM", "GB-LND"):
        assert part not in ALL


@pytest.mark.parametrize(
    ("region", "country", "belongs"),
    [("DE-BY", "DE", True), ("DE-BY", "AT", False), ("DE-ZZ", "DE", False), ("", "DE", False), ("DE", "DE", False)],
)
def test_region_belongs_to_one_country(region, country, belongs):
    assert regions.is_region_of(region, country) is belongs


def test_name_falls_back_to_english_and_an_unknown_code_has_none(monkeypatch):
    table = {"en": {"DE": {"BY": "Bavaria", "BE": "Berlin"}}, "de": {"DE": {"BY": "Bayern"}}}
    monkeypatch.setattr(regions, "_table", lambda: table)
    assert regions.region_name("DE-BY", "de-at") == "Bayern"
    assert regions.region_name("DE-BE", "de") == "Berlin"
    assert regions.region_name("DE-BY", "xx") == regions.region_name("DE-BY") == "Bavaria"
    assert regions.region_name("DE-XX") == regions.region_name("") == regions.region_name("DE") == ""
    assert regions.regions_of("DE", "de") == [("DE-BY", "Bayern"), ("DE-BE", "Berlin")]


def test_form_lists_regions_by_name_with_accents_beside_their_letters():
    names = [name for _code, name in regions.regions_of("SE")]
    assert names[0] == "Blekinge"
    assert names.index("Örebro") < names.index("Skåne") < names.index("Västmanland")


def test_table_stays_small_and_is_read_once():
    assert (Path(regions.__file__).parent / "data" / "regions.json").stat().st_size < 80_000
    assert regions._table() is regions._table()  # noqa: SLF001


def test_table_is_made_of_the_first_level_with_names_and_without_marks(tmp_path):
    core, names, target = tmp_path / "core", tmp_path / "names", tmp_path / "regions.json"
    (core / "supplemental").mkdir(parents=True)
    (core / "supplemental" / "subdivisionContainment.json").write_text(
        '{"supplemental": {"subdivisionContainment": {"QA": {"_contains": ["qa1", "qa2", "qa3"]},'
        ' "FR": {"_contains": ["fr974", "fra"]}, "qa1": {"_contains": ["qa9"]}}}}'
    )
    words = {"en": '"qa1": "Low²", "qa2": "High", "fr974": "X", "qa9": "Y"', "de": '"qa2": "Hoch"'}
    for language, text in words.items():
        (names / "subdivisions" / language).mkdir(parents=True)
        (names / "subdivisions" / language / f"{language}.json").write_text(
            f'{{"subdivisions": {{"localeDisplayNames": {{"subdivisions": {{{text}, "qa3": "Mid"}}}}}}}}'
        )
    build_regions.main(str(core), str(names), str(target), "de")
    assert target.read_text() == (
        '{"en": {\n"QA": {"1": "Low", "2": "High", "3": "Mid"}\n},\n"de": {\n"QA": {"2": "Hoch"}\n}}\n'
    )
