"""The owner's own lists of phrases: copied from those that come with Cairn, tried on past texts, and put to use."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from moderation.kinds import moderated_kinds
from moderation.models import PhraseList, Visibility
from moderation.screening import Post, screen
from moderation.services.screening import list_of, lists_in_use, ready_with
from moderation.spam import History
from moderation.word_lists import WordList, shipped

PAST_TEXTS: Final = 500
"""How many texts of each kind a list is tried on, the newest first."""

OF_A_KNOWN_MEMBER: Final = History(published_count=10)


@dataclass(frozen=True)
class Trial:
    """What a list would change: the texts that would be held and are not now, and the other way round."""

    tried: int
    more: tuple[str, ...]
    fewer: tuple[str, ...]


def try_list(changed: WordList) -> Trial:
    """Looks at past texts with and without a changed list, and stores nothing.

    Raises PhraseError for a line that is no phrase.
    """
    own = [list_of(row) for row in PhraseList.objects.exclude(name=changed.name)]
    before, after = lists_in_use(), ready_with([*own, changed])
    tried, more, fewer = 0, [], []
    for name, post in _past_texts():
        tried += 1
        was_held = screen(post, before, OF_A_KNOWN_MEMBER).is_held
        is_held = screen(post, after, OF_A_KNOWN_MEMBER).is_held
        if is_held and not was_held:
            more.append(name)
        elif was_held and not is_held:
            fewer.append(name)
    return Trial(tried, tuple(more), tuple(fewer))


@transaction.atomic
def copy_lists(names: Collection[str]) -> list[str]:
    """Copies shipped lists so that they can be edited; one that is there already stays. Returns those copied.

    Raises LookupError for a name that no list has.
    """
    known = {one.name: one for one in shipped()}
    if unknown := sorted(set(names) - set(known)):
        raise LookupError(", ".join(unknown))
    copied = []
    for name in names:
        one = known[name]
        values = {"topic": one.topic, "points": one.points, "lines": "\n".join(one.lines)}
        _row, is_new = PhraseList.objects.get_or_create(name=name, defaults=values)
        if is_new:
            copied.append(name)
    return copied


def _past_texts() -> Iterator[tuple[str, Post]]:
    for kind in (kind for kind in moderated_kinds() if kind.has_words and not kind.is_private):
        texts = kind.model_class().objects.filter(visibility__in=[Visibility.VISIBLE, Visibility.HELD])
        row: Any
        for row in texts.exclude(body="").order_by("-pk")[:PAST_TEXTS]:
            yield f"{kind.label} {row.pk}", Post(body=row.body, title=getattr(row, "title", ""), kind=kind.name)
