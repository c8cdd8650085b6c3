"""Make the table of `members.regions`: the first-level regions of each country, with their names.

    python -m scripts.build_regions CLDR_CORE CLDR_SUBDIVISIONS members/data/regions.json [LANGUAGE ...]

The inputs are the unpacked npm packages cldr-core and cldr-subdivisions-full (Unicode licence 3.0, see NOTICE). English
is always made; each further language, such as `de`, holds the names that differ from the English ones. Left out is what
is a country of its own in our list, such as Réunion, and what has no name. What CLDR has out of date or not at all
stands in `NAMES`, which goes first, and `GONE`.
"""

import json
import sys
from pathlib import Path

type Names = dict[str, str]

OWN_COUNTRIES = {
    *("CN-HK", "CN-MO", "CN-TW", "FI-01", "NL-AW", "NL-BQ1", "NL-BQ2", "NL-BQ3", "NL-CW", "NL-SX", "NO-21", "NO-22"),
    *("FR-971", "FR-972", "FR-973", "FR-974", "FR-976", "FR-BL", "FR-MF", "FR-NC", "FR-PF", "FR-PM", "FR-TF", "FR-WF"),
    *("RS-KM", "US-AS", "US-GU", "US-MP", "US-PR", "US-UM", "US-VI"),
}
"""Parts of one country in ISO 3166-2 that members choose as a country: who lives there is asked for no other."""

GONE = {"FR-CP", "NO-30", "NO-38", "NO-54"}
"""An island without people, and counties of Norway that were split in 2024."""

NAMES: dict[str, Names] = {
    "CN": {"NM": "Inner Mongolia"},
    "CZ": {"10": "Prague"},
    "MA": {
        "01": "Tanger-Tétouan-Al Hoceïma",
        "02": "Oriental",
        "03": "Fès-Meknès",
        "04": "Rabat-Salé-Kénitra",
        "05": "Béni Mellal-Khénifra",
        "06": "Casablanca-Settat",
        "07": "Marrakech-Safi",
        "08": "Drâa-Tafilalet",
        "09": "Souss-Massa",
        "10": "Guelmim-Oued Noun",
        "11": "Laâyoune-Sakia El Hamra",
        "12": "Dakhla-Oued Ed-Dahab",
    },
    "NO": {
        "31": "Østfold",
        "32": "Akershus",
        "33": "Buskerud",
        "39": "Vestfold",
        "40": "Telemark",
        "55": "Troms",
        "56": "Finnmark",
    },
    "NP": {
        "P1": "Koshi",
        "P2": "Madhesh",
        "P3": "Bagmati",
        "P4": "Gandaki",
        "P5": "Lumbini",
        "P6": "Karnali",
        "P7": "Sudurpashchim",
    },
    "SH": {"TA": "Tristan da Cunha"},
}
"""Names of ISO 3166-2 today: CLDR 48 has none for these, or those of regions that are no more."""


def codes_by_country(containment: Path) -> dict[str, list[str]]:
    """The codes of each country's first-level regions as CLDR writes them, such as `deby`; no parts of regions."""
    found = json.loads(containment.read_text(encoding="utf-8"))["supplemental"]["subdivisionContainment"]
    found = found.get("subdivisions", found)
    return {country: its["_contains"] for country, its in found.items() if len(country) == 2}


def names_in(folder: Path, language: str) -> Names:
    """What CLDR calls all regions in a language. Its marks for equal names, as in “Lacs²” and “Centar †”, go."""
    text = (folder / "subdivisions" / language / f"{language}.json").read_text(encoding="utf-8")
    names = json.loads(text)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    return {code: name.rstrip("¹²³⁴⁵⁶⁷⁸⁹† ") for code, name in names.items()}


def regions(codes: dict[str, list[str]], names: Names) -> dict[str, Names]:
    """For each country the name of each region, by the part of its code behind the hyphen."""
    found: dict[str, Names] = {}
    for country in sorted(codes):
        its = {code[2:].upper(): names[code] for code in codes[country] if code in names} | NAMES.get(country, {})
        its = {part: name for part, name in its.items() if f"{country}-{part}" not in OWN_COUNTRIES | GONE}
        if len(its) > 1:
            found[country] = dict(sorted(its.items()))
    return found


def differing(other: dict[str, Names], english: dict[str, Names]) -> dict[str, Names]:
    """The names of another language without those that are the same."""
    found = {
        country: {part: name for part, name in its.items() if name != english.get(country, {}).get(part)}
        for country, its in other.items()
    }
    return {country: its for country, its in found.items() if its}


def written(table: dict[str, dict[str, Names]]) -> str:
    """JSON with a line for each country."""
    languages = []
    for language, countries in table.items():
        lines = [f'"{country}": {json.dumps(its, ensure_ascii=False)}' for country, its in countries.items()]
        languages.append(f'"{language}": {{\n' + ",\n".join(lines) + "\n}")
    return "{" + ",\n".join(languages) + "}\n"


def main(core: str, subdivisions: str, target: str, *languages: str) -> None:
    codes = codes_by_country(Path(core) / "supplemental" / "subdivisionContainment.json")
    english = regions(codes, names_in(Path(subdivisions), "en"))
    others = {
        language: differing(regions(codes, names_in(Path(subdivisions), language)), english) for language in languages
    }
    Path(target).write_text(written({"en": english} | others), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
