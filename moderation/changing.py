"""Which texts can have new words that wait. Each room of content registers its own when the site starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Target:
    """A kind of text. `apply` names a function of its number and the new words, which puts them in place.

    `words` is the one of the new words' fields that holds the text itself.
    """

    name: str
    apply: str
    words: str = "body"

    def put(self, target_id: int, fields: Mapping[str, Any]) -> None:
        """Puts new words in place."""
        function: Callable[[int, Mapping[str, Any]], None] = import_string(self.apply)
        function(target_id, fields)


_targets: dict[str, Target] = {}


def register_target(target: Target) -> None:
    """Makes a kind of text known. Registering the same again changes nothing; two of one name are a mistake."""
    if _targets.setdefault(target.name, target) != target:
        raise ValueError(f"Two kinds of text are called “{target.name}”.")


def target_called(name: str) -> Target:
    """The kind of text of this name."""
    return _targets[name]
