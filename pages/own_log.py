"""What people who work for the site read of a member's private things, and did with their account, in plain words.

It says what and when, and never who: moderators decide in the name of the site.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Entry
from audit.readings import subject_of
from moderation.kinds import Kind, kind_called
from moderation.readings import Why
from pages.links import link
from pages.paging import Paging, paging

PER_PAGE: Final = 50
WORDS: Final[dict[str, Promise | str]] = {
    Why.HELD: _("A moderator read this while it waited to be shown to others."),
    Why.REMOVED: _("A moderator read this after it was taken down."),
    Why.WITHDRAWN: _("A moderator read this after you had taken it back."),
    Why.FOR_MEMBERS: _("A moderator read this, which only members can see."),
    Why.PRIVATE: _("A moderator read this, which is not for everybody, because it was reported or flagged."),
    Why.REPORTED: _("A moderator read this together with what a reader reported."),
    Why.EARLIER: _("A moderator read what this said before you changed it."),
    Why.DECISION: _("A moderator read a decision about you again, with the words that were kept for it."),
    Why.APPEAL: _("A moderator read your appeal."),
    "read.account": _("Somebody who runs the site opened your account, where your e-mail address stands."),
    "member.trust-address": _("A moderator decided that your texts need not wait because of your mail address."),
    "invitation.use": _("You joined with an invitation. It is gone."),
    "account.export": _("The people who run the site made a copy of all your data, to answer a request."),
}
DECIDED: Final = _("A moderator decided about what you wrote.")
DECIDED_APPEAL: Final = _("A moderator decided about your appeal.")
OTHERWISE: Final = _("Somebody who works for the site did something that concerns you.")


@dataclass(frozen=True)
class OwnEntry:
    """One line. `thing` names what it is about, `url` leads there; both may be empty."""

    at: datetime
    words: Promise | str
    thing: str
    url: str


@dataclass(frozen=True)
class OwnLogPage:
    """Everything that the page shows."""

    entries: tuple[OwnEntry, ...]
    paging: Paging


def own_log_page(member: User, *, page_number: str) -> OwnLogPage:
    """Gathers the page, the newest first: two queries, and a few for each kind of text on it."""
    entries = Entry.objects.concerning(member.pk).newest_first()
    shown = paging(entries.count(), page_number, PER_PAGE)
    rows = list(entries[shown.start : shown.stop])
    items = _items(rows, member)
    return OwnLogPage(entries=tuple(_line(entry, items) for entry in rows), paging=shown)


def words_of(action: str) -> Promise | str:
    """What was done, for the member whom it concerns."""
    if action.startswith("moderation."):
        return DECIDED
    return DECIDED_APPEAL if action.startswith("appeal.") else WORDS.get(action, OTHERWISE)


def _items(entries: Iterable[Entry], member: User) -> dict[tuple[str, int], Any]:
    """The member's own texts that entries are about, as far as they are still there."""
    numbers: dict[str, set[int]] = {}
    for entry in entries:
        subject, number = subject_of(entry.about)
        numbers.setdefault(subject, set()).add(number)
    kinds: dict[str, Kind] = {name: kind for name in numbers if (kind := kind_called(name))}
    return {
        (name, item.pk): item
        for name, kind in kinds.items()
        for item in kind.rows().filter(**{kind.author: member.pk}, pk__in=numbers[name])
    }


_OTHER_PLACES: Final[dict[str, Callable[[int], str]]] = {
    "decision": lambda number: link("decision-detail", str(number)),
    "appeal": lambda number: link("appeal-detail", str(number)),
}


def _line(entry: Entry, items: dict[tuple[str, int], Any]) -> OwnEntry:
    subject, number = subject_of(entry.about)
    kind, item = kind_called(subject), items.get((subject, number))
    thing, url = str(kind.label) if kind else "", ""
    if kind and item:
        thing, url = f"{thing}: {kind.title_of(item)}", kind.url_of(item)
    elif place := _OTHER_PLACES.get(subject):
        url = place(number)
    return OwnEntry(at=entry.at, words=words_of(entry.action), thing=thing, url=url)
