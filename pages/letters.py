"""The letters of the A to Z: which ones have entries, and where each leads."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.db import connection

from conditions.names import OTHER_INITIAL
from pages.links import link

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER_KEY, OTHER_LABEL = "0-9", "0–9"

# Django has no word for walking an index from one value to the next. This does it in both databases: two look-ups
# for each letter, where `SELECT DISTINCT` would read every name of the catalogue. Nothing is put into the text.
LETTERS_IN_USE = """
WITH RECURSIVE
of_names(initial) AS (
  SELECT (SELECT c.initial FROM conditions_condition c WHERE c.is_published ORDER BY c.initial LIMIT 1)
  UNION ALL
  SELECT (SELECT c.initial FROM conditions_condition c WHERE c.is_published AND c.initial > of_names.initial
          ORDER BY c.initial LIMIT 1)
  FROM of_names WHERE of_names.initial IS NOT NULL
),
of_other_names(initial) AS (
  SELECT (SELECT n.initial FROM conditions_conditionname n WHERE EXISTS (
            SELECT 1 FROM conditions_condition c WHERE c.id = n.condition_id AND c.is_published)
          ORDER BY n.initial LIMIT 1)
  UNION ALL
  SELECT (SELECT n.initial FROM conditions_conditionname n WHERE n.initial > of_other_names.initial AND EXISTS (
            SELECT 1 FROM conditions_condition c WHERE c.id = n.condition_id AND c.is_published)
          ORDER BY n.initial LIMIT 1)
  FROM of_other_names WHERE of_other_names.initial IS NOT NULL
)
SELECT initial FROM of_names WHERE initial IS NOT NULL
UNION
SELECT initial FROM of_other_names WHERE initial IS NOT NULL
"""


@dataclass(frozen=True)
class Letter:
    """A letter of the strip; without a `url` nothing stands under it."""

    label: str
    url: str
    is_current: bool


def letters_in_use() -> list[str]:
    """The letters under which a published condition or one of its other names stands, in order: one query."""
    with connection.cursor() as cursor:
        cursor.execute(LETTERS_IN_USE)
        return in_order(initial for (initial,) in cursor.fetchall())


def in_order(initials: Iterable[str]) -> list[str]:
    """Letters in their order, digits and signs last."""
    return sorted(initials, key=lambda initial: (initial == OTHER_INITIAL, initial))


def letter_strip(in_use: Collection[str], *, current: str = "", on_this_page: bool = False) -> tuple[Letter, ...]:
    """The letters as links, to the page of each or to its heading on this page. Latin letters stand there even when
    they are empty, unless every name is written in another script."""
    is_latin = not in_use or not set(LATIN).isdisjoint(in_use)
    shown = in_order({*in_use, *(LATIN if is_latin else "")})
    return tuple(
        Letter(
            label=label(initial),
            url=_url(initial, on_this_page=on_this_page) if initial in in_use else "",
            is_current=initial == current,
        )
        for initial in shown
    )


def label(initial: str) -> str:
    """The letter as readers see it."""
    return OTHER_LABEL if initial == OTHER_INITIAL else initial


def key(initial: str) -> str:
    """The letter as it stands in addresses and anchors."""
    return OTHER_KEY if initial == OTHER_INITIAL else initial


def _url(initial: str, *, on_this_page: bool) -> str:
    name = quote(key(initial))
    return f"#letter-{name}" if on_this_page else f"{link('condition-list')}?letter={name}#letter-{name}"
