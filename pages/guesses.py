"""Which condition a visitor may have meant with an address that does not exist."""

from difflib import get_close_matches

from conditions.models import Condition, ConditionName
from conditions.names import fold
from pages.links import link

GUESSES_SHOWN = 3
NAMES_COMPARED = 300
"""At most so many names and so many other names: a wrong address costs little, however large the catalogue is."""
SAME_BEGINNING = 3
LONGEST = 80
CLOSE_ENOUGH = 0.75


def near_conditions(path: str) -> tuple[tuple[str, str], ...]:
    """Addresses and names of published conditions whose names are like the one in the path: two queries or none."""
    words = _words(path)
    if len(words) < SAME_BEGINNING:
        return ()
    found: dict[str, tuple[str, str]] = {}
    for folded, slug, name in (*_names(words[:SAME_BEGINNING]), *_other_names(words[:SAME_BEGINNING])):
        found.setdefault(folded, (slug, name))
        found.setdefault(slug.replace("-", " "), (slug, name))
    close = get_close_matches(words, found, n=GUESSES_SHOWN * 2, cutoff=CLOSE_ENOUGH)
    guesses = {link("condition-detail", slug): name for slug, name in (found[match] for match in close)}
    return tuple(guesses.items())[:GUESSES_SHOWN]


def _words(path: str) -> str:
    """The name that an address of a condition spells; nothing for other addresses."""
    below = link("condition-list")
    if not path.startswith(below):
        return ""
    return fold(path[len(below) :].partition("/")[0].replace("-", " ").replace("_", " "))[:LONGEST]


def _names(beginning: str) -> list[tuple[str, str, str]]:
    names = Condition.objects.published().filter(folded_name__startswith=beginning).by_name()
    return list(names.values_list("folded_name", "slug", "name")[:NAMES_COMPARED])


def _other_names(beginning: str) -> list[tuple[str, str, str]]:
    names = ConditionName.objects.filter(condition__is_published=True, folded_name__startswith=beginning)
    ordered = names.order_by("folded_name", "pk")
    return list(ordered.values_list("folded_name", "condition__slug", "condition__name")[:NAMES_COMPARED])
