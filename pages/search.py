"""Search: a query is split into the words of a condition and the words of a standard question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from conditions.models import Condition
from pages.links import link
from pages.meta import Meta, description, page_title
from pages.questions import QuestionRow, condition_label
from pages.reviewed import question_row, with_state
from pages.search_names import Hit, find_alike, find_conditions
from pages.search_words import (
    MAX_WORDS,
    Piece,
    clean_query,
    content_words,
    marked,
    pattern_words,
    same_word,
    topic_score,
    words,
)
from questions.models import Question, Topic, Verdict

QUESTIONS_SHOWN, QUESTIONS_OF_ONE, CONDITIONS_ASKED = 20, 8, 5
EXPLAINS_ALL = 10


@dataclass(frozen=True)
class ConditionResult:
    """A condition that the query names; `also` is the other name that met it."""

    name: tuple[Piece, ...]
    also: tuple[Piece, ...]
    definition: str
    url: str


@dataclass(frozen=True)
class BestAnswer:
    """The question that the query asks, with its short answer unless it calls for care."""

    row: QuestionRow
    verdict: str
    short_answer: str


@dataclass(frozen=True)
class SearchPage:
    """Everything that a page of results shows."""

    meta: Meta
    heading: str
    query: str
    is_guess: bool
    best: BestAnswer | None
    conditions: tuple[ConditionResult, ...]
    questions: tuple[QuestionRow, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]

    @property
    def has_results(self) -> bool:
        return bool(self.best or self.conditions or self.questions)


@dataclass(frozen=True)
class _Pair:
    """A topic of a condition that the query may mean."""

    score: float
    condition: Condition
    topic: Topic


def search_page(query: str, *, today: date | None = None) -> SearchPage:
    """Gathers the results: at most five queries, whatever was typed and whatever the site holds."""
    query = clean_query(query)
    asked = words(query)[:MAX_WORDS]
    topics = list(Topic.objects.current()) if asked else []
    topic_words = _topic_words(asked, topics)
    hits = find_conditions(asked, topic_words)
    is_guess = not hits
    hits = hits or find_alike(asked, topic_words)
    today = today or timezone.localdate()
    best, questions = _questions(hits, asked, topics, today=today)
    return SearchPage(
        meta=_meta(query),
        heading=_("Search results for “%(query)s”") % {"query": query} if query else _("Search"),
        query=query,
        is_guess=is_guess and bool(hits),
        best=best,
        conditions=tuple(_condition_result(hit, asked) for hit in hits),
        questions=tuple(questions),
        crumbs=((link("home"), _("Home")),),
        urls={
            "search": link("search"),
            "conditions": link("condition-list"),
            "ask": link("ask"),
        },
    )


def _topic_words(asked: Sequence[str], topics: Sequence[Topic]) -> frozenset[str]:
    """The asked words that may name a standard question, such as “hereditary” or “diet”."""
    known = {
        word
        for topic in topics
        for pattern in (topic.title_pattern, topic.heading_pattern, topic.slug)
        for word in content_words(pattern_words(pattern))
    }
    return frozenset(word for word in asked if any(same_word(word, topic_word) for topic_word in known))


def _condition_result(hit: Hit, asked: Sequence[str]) -> ConditionResult:
    return ConditionResult(
        name=marked(condition_label(hit.condition), asked),
        also=marked(hit.name, asked) if hit.is_other_name and hit.name != hit.condition.short_name else (),
        definition=hit.condition.definition,
        url=link("condition-detail", hit.condition.slug),
    )


def _questions(
    hits: Sequence[Hit], asked: Sequence[str], topics: Sequence[Topic], *, today: date
) -> tuple[BestAnswer | None, list[QuestionRow]]:
    """The best answer and the further questions: one query, or none when nothing was asked."""
    if not hits:
        return None, _questions_on(asked, topics, today=today)
    pairs = _pairs(hits, topics)
    if not pairs:
        return None, _questions_of(hits[0].condition, topics, today=today)
    states = _states([pair.condition for pair in pairs], [pair.topic for pair in pairs])
    rows = [
        question_row(pair.condition, pair.topic, states.get((pair.condition.pk, pair.topic.pk)), today=today)
        for pair in pairs
    ]
    first = pairs[0]
    is_clear = len(hits) == 1 or hits[0].is_exact
    if first.score < EXPLAINS_ALL or not is_clear:
        return None, rows
    return _best_answer(rows[0], states.get((first.condition.pk, first.topic.pk))), rows[1:]


def _pairs(hits: Sequence[Hit], topics: Sequence[Topic]) -> list[_Pair]:
    """The topics that the words left over by each condition's name may mean, the best first.

    Only the conditions are asked whose names take as many words as the best one, and of these, when a name was asked
    for exactly, only the ones with such a name.
    """
    best = [hit for hit in hits if len(hit.left_over) == len(hits[0].left_over)]
    exact = [hit for hit in best if hit.is_exact]
    pairs = [
        _Pair(score, hit.condition, topic)
        for hit in (exact or best)[:CONDITIONS_ASKED]
        for topic in topics
        if (score := topic_score((topic.title_pattern, topic.heading_pattern), topic.slug, hit.left_over))
    ]
    pairs.sort(key=lambda pair: -pair.score)
    return pairs[: QUESTIONS_SHOWN + 1]


def _questions_of(condition: Condition, topics: Sequence[Topic], *, today: date) -> list[QuestionRow]:
    """What there is to read about one condition, without the questions that call for care."""
    states = _states([condition], topics)
    rows = [question_row(condition, topic, states.get((condition.pk, topic.pk)), today=today) for topic in topics]
    readable = [row for row in rows if (row.has_summary or row.answer_count) and not row.is_sensitive]
    return readable[:QUESTIONS_OF_ONE]


def _questions_on(asked: Sequence[str], topics: Sequence[Topic], *, today: date) -> list[QuestionRow]:
    """Where no condition is named: the questions on the topic that all words name, of any condition."""
    scores = {
        topic.pk: topic_score((topic.title_pattern, topic.heading_pattern), topic.slug, asked) for topic in topics
    }
    best = max(scores.values(), default=0)
    if best < EXPLAINS_ALL:
        return []
    questions = (
        with_state(Question.objects.filter(topic__in=[pk for pk, score in scores.items() if score == best]))
        .filter(published_summary__isnull=False, condition__is_published=True)
        .select_related("condition", "topic", "published_summary", "current_review")
        .order_by("-answer_count", "-pk")[:QUESTIONS_SHOWN]
    )
    return [question_row(asked.condition, asked.topic, asked, today=today) for asked in questions]


def _states(conditions: Sequence[Condition], topics: Sequence[Topic]) -> dict[tuple[int, int], Question]:
    questions = with_state(
        Question.objects.filter(
            condition__in={condition.pk for condition in conditions}, topic__in={topic.pk for topic in topics}
        )
    )
    return {(question.condition_id, question.topic_id): question for question in questions}


def _best_answer(row: QuestionRow, question: Question | None) -> BestAnswer:
    summary = question.published_summary if question else None
    if summary is None or row.is_sensitive:
        return BestAnswer(row, "", "")
    verdict = Verdict(summary.verdict)
    shown = "" if verdict == Verdict.NOT_APPLICABLE else str(verdict.label)
    return BestAnswer(row, shown, summary.short_answer)


def _meta(query: str) -> Meta:
    heading = _("Search: %(query)s") % {"query": query} if query else _("Search")
    return Meta(
        title=page_title(heading, settings.SITE_NAME),
        description=description(
            _("Search conditions by name, other name or abbreviation, and the questions people ask about them.")
        ),
        canonical=link("search"),
        is_indexable=False,
    )
