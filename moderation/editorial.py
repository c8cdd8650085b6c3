"""What editors wrote about the condition of a text, so that a warning above it leads there.

Moderation stands below the room of the editors' texts, which registers how they are found when the site starts.
"""

from collections.abc import Callable, Collection

from django.utils.module_loading import import_string

type Find = Callable[[Collection[int]], list[tuple[str, str]]]

_finders: list[str] = []


def register_finder(name: str) -> None:
    """Makes known a function that gives addresses and titles for the keys of some conditions, the best first."""
    if name not in _finders:
        _finders.append(name)


def editors_texts(conditions: Collection[int]) -> list[tuple[str, str]]:
    """Addresses and titles of what the editors wrote about some conditions."""
    finders: list[Find] = [import_string(name) for name in _finders]
    return [text for find in finders for text in find(conditions)]
