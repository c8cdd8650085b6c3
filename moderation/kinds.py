"""The kinds of content that members write. Each room of content registers its own when the site starts.

Moderation knows no content: what it must know of a kind is named here, by dotted names, so that a room can register
before its models are loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from moderation.models import ModeratedContent


@dataclass(frozen=True)
class Kind:
    """One kind of content.

    `model` is its label, such as "questions.Answer". `title` names a function of one row: what the row is called in
    lists and in notices to its author, never its text. `select_related` is what that function needs.
    `follow` names a function of one row and the visibility that it had before ("" for a new row): it recounts, gives
    or takes points, and marks what readers see as changed.
    """

    name: str
    label: Promise | str
    model: str
    title: str
    follow: str
    select_related: tuple[str, ...] = ()

    def model_class(self) -> Any:
        """The model itself."""
        return apps.get_model(self.model)

    def title_of(self, item: "ModeratedContent") -> str:
        """What the row is called."""
        function: Callable[[ModeratedContent], str] = import_string(self.title)
        return function(item)

    def follow_change(self, item: "ModeratedContent", was: str) -> None:
        """Does what follows from a change of the row's visibility."""
        function: Callable[[ModeratedContent, str], None] = import_string(self.follow)
        function(item, was)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Makes a kind known. Registering the same again changes nothing; two kinds of one name are a mistake."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"Two kinds of content are called “{kind.name}”.")


def kinds() -> tuple[Kind, ...]:
    """All kinds, by name."""
    return tuple(kind for _name, kind in sorted(_kinds.items()))


def kind_called(name: str) -> Kind | None:
    """The kind of this name, if there is one."""
    return _kinds.get(name)


def kind_of(item: "ModeratedContent") -> Kind:
    """The kind that a row is of."""
    return next(kind for kind in _kinds.values() if kind.model == item._meta.label)
