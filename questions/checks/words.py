"""The lists of words that the checks look for, one file for each language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[1] / "data"
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Words:
    """The lists of one language; a language without a file has empty ones."""

    plainer: Mapping[str, str]
    plainer_pattern: re.Pattern[str]
    avoid: re.Pattern[str]
    never: re.Pattern[str]
    relative_risk: re.Pattern[str]
    survival: re.Pattern[str]
    care: re.Pattern[str]
    abbreviations: frozenset[str]
    without_claims: frozenset[str]
    unknown: re.Pattern[str]


@lru_cache(maxsize=16)
def words_of(language: str, own: tuple[tuple[str, str], ...] = ()) -> Words:
    """The lists of a language. `own` are words of the site, each with a plainer one; “” leaves our own word alone."""
    path = DATA / f"words_{language.partition('-')[0]}.yaml"
    lists: dict[str, Any] = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
    listed = {**lists.get("plainer", {}), **{word.lower(): plain for word, plain in own}}
    plainer = {word.lower(): plain for word, plain in listed.items() if plain}
    return Words(
        plainer=plainer,
        plainer_pattern=any_of(plainer),
        avoid=any_of(lists.get("avoid", ())),
        never=any_of(lists.get("never", ())),
        relative_risk=any_of(lists.get("relative_risk", ())),
        survival=any_of(lists.get("survival", ())),
        care=any_of(lists.get("care", ())),
        abbreviations=frozenset(lists.get("abbreviations", ())),
        without_claims=frozenset(lists.get("without_claims", ())),
        unknown=any_of(lists.get("unknown", ())),
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of these as whole words, in small or capital letters; the longest first."""
    escaped = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(escaped)})(?!\w)", re.IGNORECASE) if escaped else _NOTHING
