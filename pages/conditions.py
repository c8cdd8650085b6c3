"""The A to Z of conditions: every name and every other name has its own entry."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.names import OTHER_INITIAL, initial
from pages.a_to_z import Listing, listing
from pages.letters import OTHER_KEY, Letter, in_order, key, label, letter_strip
from pages.links import link
from pages.meta import Meta, description, page_title
from pages.prepared import PreparedQuery
from pages.reviewed import reviewed_questions
from pages.wording import reviewed_words
from questions.querysets import QuestionQuerySet


@dataclass(frozen=True)
class EntryLine:
    """A line of the A to Z. `see` is the condition's own name, where the line is another of its names; `reviewed` says
    how many answers a specialist reviewed, empty for none."""

    name: str
    url: str
    see: str
    reviewed: str


@dataclass(frozen=True)
class LetterSection:
    """The entries of one letter."""

    label: str
    anchor: str
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True)
class ConditionListPage:
    """Everything that the A to Z shows. `previous_url` and `next_url` are empty where the letter ends."""

    meta: Meta
    heading: str
    is_empty: bool
    letters: tuple[Letter, ...]
    missing_letter: str
    sections: tuple[LetterSection, ...]
    previous_url: str
    next_url: str
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def condition_list_page(letter: str = "", start: str = "", *, today: date | None = None) -> ConditionListPage:
    """Gathers the A to Z: three queries for a small catalogue, five at most for a large one, whatever its size.

    A large one has one letter on a page, and of a long letter the part that starts at the name `start`.
    """
    listed = listing(_wanted(letter), start)
    heading = _heading(listed)
    return ConditionListPage(
        meta=_meta(listed, heading),
        heading=heading,
        is_empty=not listed.letters,
        letters=letter_strip(listed.letters, current=listed.current, on_this_page=listed.is_whole),
        missing_letter=label(listed.missing),
        sections=_sections(listed, today=today or timezone.localdate()),
        previous_url="" if listed.previous is None else _url(listed.current, listed.previous),
        next_url="" if listed.next is None else _url(listed.current, listed.next),
        crumbs=((link("home"), _("Home")),),
        urls={"search": link("search"), "join": link("about", "taking-part"), "this": link("condition-list")},
    )


def _wanted(asked: str) -> str:
    """The letter that an address asks for; empty where it asks for none."""
    if asked.strip() == OTHER_KEY:
        return OTHER_INITIAL
    return initial(asked) if asked.strip() else ""


def _reviewed_counts(listed: Listing, *, today: date) -> dict[int, int]:
    """How many reviewed answers the conditions have whose own names are listed: one query."""
    if listed.is_whole:
        return dict(REVIEWED_IN_ALL.rows(today))
    first, last = listed.entries[0], listed.entries[-1]
    return dict(REVIEWED_BETWEEN.rows(first.folded_name, last.folded_name, today))


def _counted(reviewed: QuestionQuerySet) -> QuestionQuerySet:
    return reviewed.values_list("condition_id").annotate(n=Count("pk"))


REVIEWED_IN_ALL = PreparedQuery(lambda today: _counted(reviewed_questions(today=today)), date)
REVIEWED_BETWEEN = PreparedQuery(
    lambda first, last, today: _counted(
        reviewed_questions(today=today).filter(condition__folded_name__gte=first, condition__folded_name__lte=last)
    ),
    *(str, str, date),
)


def _sections(listed: Listing, *, today: date) -> tuple[LetterSection, ...]:
    counts = _reviewed_counts(listed, today=today) if listed.entries else {}
    base = link("condition-list")
    by_letter = {letter: list(group) for letter, group in groupby(listed.entries, key=lambda entry: entry.initial)}
    return tuple(
        LetterSection(
            label=label(letter),
            anchor=f"letter-{key(letter)}",
            entries=tuple(
                EntryLine(
                    name=entry.name,
                    url=f"{base}{entry.slug}/",
                    see=entry.see,
                    reviewed="" if entry.see else reviewed_words(counts.get(entry.condition_id, 0)),
                )
                for entry in by_letter[letter]
            ),
        )
        for letter in in_order(by_letter)
    )


def _url(letter: str, start: str = "") -> str:
    query = {"letter": key(letter)} | ({"from": start} if start else {})
    return f"{link('condition-list')}?{urlencode(query)}"


def _heading(listed: Listing) -> str:
    if listed.start and listed.entries:
        return _("Conditions A to Z: from “%(name)s”") % {"name": listed.entries[0].name}
    if listed.current:
        return _("Conditions A to Z: %(letter)s") % {"letter": label(listed.current)}
    return _("Conditions A to Z")


def _meta(listed: Listing, heading: str) -> Meta:
    """The first letter of a large catalogue lives at the plain address, so that no page stands at two."""
    is_first = not listed.start and (not listed.current or listed.current == listed.letters[0])
    return Meta(
        title=page_title(heading, settings.SITE_NAME),
        description=description(
            _("Every condition we write about, from A to Z, with other names and abbreviations as entries."),
            _("Each says how many answers a specialist has reviewed."),
        ),
        canonical=link("condition-list") if is_first else _url(listed.current, listed.start),
        is_indexable=bool(listed.entries),
    )
