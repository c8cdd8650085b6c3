"""The first steps of asking: which condition, which question, and what is there already. Nothing is stored here.

The posting itself is the forum's (forum/views/asking.py): this page only reads, over several rooms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import FETCH_RAISE
from django.db.models.functions import Left
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.models import Condition
from forum.forms import ABOUT_ALL, TITLE_LENGTH
from forum.models import Thread, ThreadCondition
from members.models import MemberCondition
from pages.links import link
from pages.meta import Meta, description, page_title
from pages.neighbours import THREAD_FIELDS, ThreadRow, thread_row
from pages.questions import QuestionRow, condition_label
from pages.related import related_questions, stems
from pages.search_names import find_alike, find_conditions
from pages.search_words import STOP_WORDS, clean_query, words
from pages.thread import Viewer, plain

CANDIDATES, BODY_READ, THREADS_SHOWN = 300, 600, 5
MEMBERS_CONDITIONS = 12
_EMPTY_STEMS = frozenset(stems(" ".join(STOP_WORDS)))


@dataclass(frozen=True)
class Choice:
    """A condition that the question may be about."""

    name: str
    url: str


@dataclass(frozen=True)
class AskPage:
    """Everything that the first steps show. `step` is condition, title or matches."""

    meta: Meta
    step: str
    query: str
    choices: tuple[Choice, ...]
    own_choices: tuple[Choice, ...]
    about: str
    about_slug: str
    title: str
    reviewed: tuple[QuestionRow, ...]
    threads: tuple[ThreadRow, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def ask_page(
    *, viewer: Viewer, about: str = "", title: str = "", query: str = "", today: date | None = None
) -> AskPage:
    """Gathers the step that the address asks for: at most four queries.

    Raises Http404 for an unknown condition.
    """
    condition = _condition_at(about) if about and about != ABOUT_ALL else None
    title, query = clean_query(title)[:TITLE_LENGTH], clean_query(query)
    step = "condition" if not about else "matches" if title else "title"
    conditions = [condition] if condition else []
    is_matching = step == "matches"
    today = today or timezone.localdate()
    return AskPage(
        meta=_meta(),
        step=step,
        query=query,
        choices=_found(query) if step == "condition" else (),
        own_choices=_own(viewer) if step == "condition" else (),
        about=condition.in_text if condition else "",
        about_slug=condition.slug if condition else about,
        title=title,
        reviewed=related_questions(conditions, title, today=today, only_close=True) if is_matching else (),
        threads=matching_threads(condition, title, viewer=viewer) if is_matching else (),
        crumbs=((link("thread-list"), _("Forum")),),
        urls={
            "this": link("ask"),
            "all": f"{link('ask')}?condition={ABOUT_ALL}",
            "keep": link("ask-keep"),
            "rules": link("about", "community-rules"),
            "conditions": link("condition-list"),
        },
    )


def matching_threads(condition: Condition | None, title: str, *, viewer: Viewer, but: int = 0) -> tuple[ThreadRow, ...]:
    """Threads that speak of the same things, among the last ones that were written in: one query.

    `but` is the key of a thread to leave out. What is behind a cover is never found by its words.
    """
    asked = stems(title) - _EMPTY_STEMS
    if not asked:
        return ()
    threads = [thread for thread in _candidates(condition, viewer) if thread.pk != but]
    threads = [thread for thread in threads if not thread.cover]
    spoken = [stems(thread.title) | stems(plain(thread.beginning)) for thread in threads]  # type: ignore[attr-defined]
    scored = [(_score(asked, said, stems(thread.title)), thread) for thread, said in zip(threads, spoken, strict=True)]
    close = sorted((pair for pair in scored if pair[0] >= 1), key=lambda pair: -pair[0])
    return tuple(thread_row(thread) for _points, thread in close[:THREADS_SHOWN])


def _score(asked: set[str], said: set[str], title: set[str]) -> float:
    """How much of what is asked was said: a word in the title counts whole, one in the text half."""
    return sum(1.0 if stem in title else 0.5 for stem in asked & said)


def _candidates(condition: Condition | None, viewer: Viewer) -> Sequence[Thread]:
    """The threads that were last written in, with the beginning of their text."""
    if condition is None:
        threads = Thread.objects.visible_to(viewer).active_first().annotate(beginning=Left("body_html", BODY_READ))
        return list(threads.only(*THREAD_FIELDS).fetch_mode(FETCH_RAISE)[:CANDIDATES])
    places = ThreadCondition.objects.filter(condition=condition).listed_to(viewer).active_first()
    places = places.select_related("thread").annotate(beginning=Left("thread__body_html", BODY_READ))
    places = places.only(*(f"thread__{name}" for name in THREAD_FIELDS)).fetch_mode(FETCH_RAISE)
    found = []
    for place in places[:CANDIDATES]:
        place.thread.beginning = place.beginning  # type: ignore[attr-defined]
        found.append(place.thread)
    return found


def _condition_at(slug: str) -> Condition:
    """The condition that has the address, or had it before."""
    published = Condition.objects.published()
    condition = published.filter(slug=slug).first() or published.filter(redirects__old_slug=slug).first()
    if condition is None:
        raise Http404
    return condition


def _found(query: str) -> tuple[Choice, ...]:
    """The conditions that were looked for: two queries, or four where the name was not spelled as we know it."""
    asked = words(query)
    hits = find_conditions(asked, frozenset()) or find_alike(asked, frozenset()) if asked else []
    return tuple(_choice(hit.condition) for hit in hits)


def _own(viewer: Viewer) -> tuple[Choice, ...]:
    """The member's own conditions: one query, none for a visitor."""
    if not viewer.is_authenticated:
        return ()
    own = MemberCondition.objects.filter(member=viewer.pk, condition__is_published=True)
    own = own.select_related("condition").order_by("condition__folded_name")
    return tuple(_choice(one.condition) for one in own[:MEMBERS_CONDITIONS])


def _choice(condition: Condition) -> Choice:
    return Choice(condition_label(condition), f"{link('ask')}?condition={condition.slug}")


def _meta() -> Meta:
    return Meta(
        title=page_title(_("Ask a question"), settings.SITE_NAME),
        description=description(
            _("Ask people who live with it. First we show you what is there already, and nothing is stored yet.")
        ),
        canonical=link("ask"),
        is_indexable=False,
    )
