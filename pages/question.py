"""The question page: one function gathers everything that it shows."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from conditions.models import Code, CodeRelation, CodeSystem, Condition
from pages.answering import MARKS, Writing, with_marks_of, writing_place
from pages.joined import joined_by
from pages.links import link
from pages.loading import load_condition
from pages.map_block import Counted, MapBlock, last_count, map_block
from pages.meta import Meta, description, page_title
from pages.neighbours import StoryCard, ThreadRow, ask_url, story_cards, tell_url, thread_rows
from pages.paging import Paging, paging
from pages.prepared import PreparedQuery, assemble
from pages.questions import QuestionRow, condition_label, question_rows
from pages.soulmates import SoulmatesBlock, soulmates_block
from pages.stencils import NOT_DRAWN
from pages.structured_data import question_data
from pages.voices import Voice, unnamed_voice, voice
from pages.wording import (
    cover_words,
    helped_words,
    minutes_words,
    place_words,
    read_answers_words,
    remembered,
    shared_words,
    sources_words,
)
from questions.models import Answer, Assembly, Question, Summary, Topic, Verdict
from questions.patterns import fill
from questions.reviewing import ReviewState, review_state

ANSWERS_ON_A_PAGE = 20
VOICES_SHOWN = 2
OTHER_QUESTIONS_SHOWN = 8
SCALE = (Verdict.NO, Verdict.USUALLY_NO, Verdict.VARIES, Verdict.USUALLY_YES, Verdict.YES)
SORTS = ("helped", "new")
QUESTION_FIELDS = (
    *("id", "answer_count", "condition_id", "topic_id", "published_summary_id", "current_review_id"),
    "members_answer_count",
    *(f"condition__{name}" for name in ("id", "slug", "name", "name_in_text", "short_name")),
    *(f"topic__{name}" for name in ("id", "place", "slug", "title_pattern", "heading_pattern", "description_pattern")),
    *(f"topic__{name}" for name in ("is_sensitive", "assembly")),
    *(
        f"published_summary__{name}"
        for name in ("id", "number", "verdict", "short_answer", "body_html", "sources_html")
    ),
    *(f"published_summary__{name}" for name in ("contents", "source_count", "reading_minutes", "published_at")),
    "published_summary__source_lines",
    *(f"published_summary__{name}" for name in ("author_id", "author__id", "author__display_name")),
    *(f"current_review__{name}" for name in ("id", "summary_id", "summary_author_id", "reviewer_id", "decision")),
    *(f"current_review__{name}" for name in ("reviewer_name", "reviewer_credential", "reviewed_on", "due_on")),
)
ANSWER_FIELDS = (
    *("id", "author_id", "author__display_name", "author__points", "relation", "diagnosed_year", "country"),
    *("posted_at", "body_html", "helpful_count", "author__username", "is_anonymous", "edited_at"),
    *("shows_help", "cover", "warning_url"),
)
QUESTION = PreparedQuery(
    lambda condition, topic: Question.objects.filter(
        condition__slug=condition, condition__is_published=True, topic__slug=topic, topic__is_retired=False
    ).values_list(*QUESTION_FIELDS, *(f"condition__map_count__{name}" for name in ("areas", "near", "far"))),
    str,
    str,
)
READERS: dict[bool, User | AnonymousUser] = {False: AnonymousUser(), True: User()}
"""Somebody who is not signed in, and somebody who is: all members may read the same answers."""
FIRST_ANSWERS = {
    sort: PreparedQuery(lambda question, sort=sort: answer_rows(question, sort)[:ANSWERS_ON_A_PAGE], int)
    for sort in SORTS
}
FIRST_ANSWERS_FOR_MEMBERS = {
    sort: PreparedQuery(
        lambda question, member, sort=sort: answer_rows(question, sort, member)[:ANSWERS_ON_A_PAGE], int, int
    )
    for sort in SORTS
}
EXACT_CODES = PreparedQuery(
    lambda condition: Code.objects.filter(condition_id=condition, relation=CodeRelation.EXACT).values_list(
        "system", "value"
    ),
    int,
)


@dataclass(frozen=True)
class Asked:
    """A topic of a condition, and the question's row where someone has written for it."""

    condition: Condition
    topic: Topic
    question: Question | None
    counted: Counted


@dataclass(frozen=True)
class ScaleStep:
    """One step of the verdict scale."""

    label: str
    is_on: bool


@dataclass(frozen=True)
class SummaryPart:
    """The reviewed voice: the short answer, the article, its sources and its record."""

    verdict: str
    verdict_is_unknown: bool
    scale: tuple[ScaleStep, ...]
    short_answer: str
    body_html: str
    sources_html: str
    contents: tuple[tuple[str, str], ...]
    source_count: int
    citations: tuple[tuple[int, str, str, str], ...]
    minutes: int
    updated_at: datetime
    author: str
    number: int
    review: ReviewState
    reviewer: str
    credential: str
    reviewer_url: str
    reviewed_on: date | None
    due_on: date | None

    @property
    def short_answer_html(self) -> SafeString:
        return SafeString(linebreaks(self.short_answer, autoescape=True))

    @property
    def source_words(self) -> str:
        return sources_words(self.source_count)

    @property
    def minute_words(self) -> str:
        return minutes_words(self.minutes)

    @property
    def is_reviewed(self) -> bool:
        return self.review == ReviewState.REVIEWED

    @property
    def is_overdue(self) -> bool:
        return self.review == ReviewState.OVERDUE


@dataclass(frozen=True)
class CatalogueLine:
    """A line that the catalogue answers by itself: a code or a name, and what to know about it."""

    system: str
    value: str
    relation: str


@dataclass(frozen=True)
class AnswerCard:
    """A member's answer. It is folded where the viewer muted its author, but never without a name: that would say
    whose it is."""

    anchor: str
    voice: Voice
    years: str
    posted_at: datetime
    edited_at: datetime | None
    body_html: str
    helped: str
    helped_url: str
    report_url: str
    edit_url: str
    is_own: bool
    has_voted: bool
    is_folded: bool
    shows_help: bool
    cover: str
    warning_url: str
    helpful_count: int = field(metadata=NOT_DRAWN)


@dataclass(frozen=True)
class QuestionPage:
    """Everything that the question page shows, ready to be read."""

    meta: Meta
    condition: Condition
    heading: str
    place: int
    place_count: int
    is_sensitive: bool
    summary: SummaryPart | None
    assembly: str
    catalogue: tuple[CatalogueLine, ...]
    codes: tuple[tuple[str, str], ...]
    answer_count: int
    answers: tuple[AnswerCard, ...]
    sort: str
    paging: Paging
    others: tuple[QuestionRow, ...]
    map: MapBlock
    stories: tuple[StoryCard, ...]
    threads: tuple[ThreadRow, ...]
    soulmates: SoulmatesBlock
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]
    writing: Writing

    @property
    def here(self) -> str:
        """The address of this page of answers, to come back to."""
        page = f"page={self.paging.number}" if self.paging.number > 1 else ""
        query = f"{self.paging_query}{page}".rstrip("&")
        return f"{self.urls['this']}?{query}" if query else self.urls["this"]

    @property
    def has_summary(self) -> bool:
        return self.summary is not None

    @property
    def place_words(self) -> str:
        return place_words(self.place, self.place_count)

    @property
    def shared_words(self) -> str:
        """How many members answered, as a sentence; empty for nobody."""
        return shared_words(self.answer_count)

    @property
    def answer_number(self) -> str:
        return number_format(self.answer_count)

    @property
    def read_words(self) -> str:
        return read_answers_words(self.answer_count)

    @property
    def first_voices(self) -> tuple[Voice, ...]:
        """The people whose pebbles stand beside the short answer."""
        return tuple(answer.voice for answer in self.answers[:VOICES_SHOWN])

    @property
    def paging_query(self) -> str:
        """What the links to other pages keep of the address."""
        return "" if self.sort == SORTS[0] else f"sort={self.sort}&"

    @cached_property
    def structured_data(self) -> str:
        """The page for search engines, safe inside of a script element. A member's page has none: it may show more."""
        return "" if self.writing.is_member else question_data(self)


def load_question(condition_slug: str, topic_slug: str, url_name: str = "question-detail") -> Asked:
    """The question at an address: one query for most. Raises Http404, and MovedError for an old address."""
    row = QUESTION.first(condition_slug, topic_slug)
    if row:
        *values, areas, near, far = row
        question = assemble(Question, QUESTION_FIELDS, values)
        return Asked(question.condition, question.topic, question, Counted(areas or (), near or "", far or ""))
    condition = load_condition(condition_slug, url_name, topic_slug)
    topic = Topic.objects.current().filter(slug=topic_slug).first()
    if topic is None:
        raise Http404
    return Asked(condition, topic, None, last_count(condition))


def question_page(
    asked: Asked, *, viewer: User | AnonymousUser, sort: str = "", page_number: str = "", today: date | None = None
) -> QuestionPage:
    """Gathers the page for a viewer: every query and every rule of it is here or called from here."""
    today = today or timezone.localdate()
    condition, topic, question = asked.condition, asked.topic, asked.question
    sort = sort if sort in SORTS else SORTS[0]
    joined = joined_by(viewer)
    summary = _summary_part(question, today=today)
    rows = question_rows(condition, today=today)
    answer_count = question.answer_count if question else 0
    if question and viewer.is_authenticated:
        answer_count += question.members_answer_count
    pages = paging(answer_count, page_number, ANSWERS_ON_A_PAGE)
    return QuestionPage(
        meta=_meta(asked, summary, answer_count=answer_count, pages=pages),
        condition=condition,
        heading=fill(topic.title_pattern, condition),
        place=next((n for n, row in enumerate(rows, start=1) if row.slug == topic.slug), topic.place),
        place_count=len(rows),
        is_sensitive=topic.is_sensitive,
        summary=summary,
        assembly=topic.assembly if not summary else "",
        catalogue=_catalogue(condition, topic) if not summary else (),
        codes=tuple((str(CodeSystem(system).label), value) for system, value in EXACT_CODES.rows(condition.pk)),
        answer_count=answer_count,
        answers=_answers(question, viewer=viewer, sort=sort, pages=pages) if question and answer_count else (),
        sort=sort,
        paging=pages,
        others=_other_questions(rows, topic),
        map=map_block(asked.counted, condition, viewer=joined),
        stories=story_cards(condition),
        threads=thread_rows(condition),
        soulmates=soulmates_block(joined),
        crumbs=(
            (link("condition-list"), _("Conditions")),
            (link("condition-detail", condition.slug), condition_label(condition)),
            (link("question-list", condition.slug), _("Questions")),
        ),
        urls={
            "this": link("question-detail", condition.slug, topic.slug),
            "condition": link("condition-detail", condition.slug),
            "questions": link("question-list", condition.slug),
            "history": link("question-history", condition.slug, topic.slug),
            "stories": link("condition-stories", condition.slug),
            "tell": tell_url(condition),
            "ask": ask_url(condition),
            "forum": link("condition-forum", condition.slug),
            "review": link("about", "how-we-review"),
            "rules": link("about", "community-rules"),
            "data": link("about", "data"),
            "join": link("about", "taking-part"),
        },
        writing=writing_place(viewer, condition=condition.slug, topic=topic.slug, question=question),
    )


def _summary_part(question: Question | None, *, today: date) -> SummaryPart | None:
    summary: Summary | None = question.published_summary if question else None
    if question is None or summary is None or summary.published_at is None:
        return None
    review = question.current_review
    state = review_state(review, summary, today=today)
    named = review if state != ReviewState.NOT_REVIEWED else None
    verdict = Verdict(summary.verdict)
    return SummaryPart(
        verdict=verdict_words(verdict),
        verdict_is_unknown=verdict == Verdict.UNKNOWN,
        scale=tuple(ScaleStep(verdict_words(step), step == verdict) for step in SCALE) if verdict in SCALE else (),
        short_answer=summary.short_answer,
        body_html=summary.body_html,
        sources_html=summary.sources_html,
        contents=tuple((anchor, text) for anchor, text in summary.contents),
        source_count=summary.source_count,
        citations=tuple((number, title, by, url) for number, title, by, url in summary.source_lines),
        minutes=summary.reading_minutes,
        updated_at=summary.published_at,
        author=summary.author.display_name,
        number=summary.number,
        review=state,
        reviewer=named.reviewer_name if named else "",
        credential=named.reviewer_credential if named else "",
        reviewer_url=link("reviewer-detail", str(named.reviewer_id)) if named else "",
        reviewed_on=named.reviewed_on if named else None,
        due_on=named.due_on if named else None,
    )


def _catalogue(condition: Condition, topic: Topic) -> tuple[CatalogueLine, ...]:
    """The answer of a topic that needs no editor: one query, or none."""
    if topic.assembly == Assembly.CODES:
        codes = Code.objects.filter(condition=condition)
        return tuple(
            CatalogueLine(code.get_system_display(), code.value, str(code.get_relation_display())) for code in codes
        )
    if topic.assembly == Assembly.NAMES:
        names = condition.other_names.values_list("name", flat=True)
        return tuple(CatalogueLine("", name, "") for name in names)
    return ()


def _answers(question: Question, *, viewer: User | AnonymousUser, sort: str, pages: Paging) -> tuple[AnswerCard, ...]:
    """One page of the answers that the viewer may read: one query."""
    if pages.number > 1:
        rows = iter(answer_rows(question.pk, sort, viewer.pk)[pages.start : pages.stop])
    elif viewer.pk is None:
        rows = FIRST_ANSWERS[sort].rows(question.pk)
    else:
        rows = FIRST_ANSWERS_FOR_MEMBERS[sort].rows(question.pk, viewer.pk)
    viewer_id, short = viewer.pk, question.condition.short
    return tuple(_answer_card(row, viewer_id, short) for row in rows)


def answer_rows(question_id: int, sort: str, member_id: int | None = None) -> models.QuerySet[Answer, tuple[Any, ...]]:
    """The answers of a question that visitors may read, or a member, in the order that the reader chose."""
    answers = Answer.objects.visible_to(READERS[member_id is not None]).filter(question_id=question_id)
    answers = answers.newest_first() if sort == "new" else answers.most_helpful_first()
    return with_marks_of(answers, member_id).values_list(*ANSWER_FIELDS, *MARKS)


def _answer_card(row: tuple[Any, ...], viewer_id: int | None, short: str) -> AnswerCard:
    pk, author_id, name, points, relation, diagnosed_year, country, posted_at, body_html, helpful_count, *more = row
    username, is_anonymous, edited_at, shows_help, cover, warning_url, has_voted, is_avoided = more
    if is_anonymous:
        who = _unnamed(relation, country, short)
    else:
        about = {"relation": relation, "country": country, "points": points, "short": short}
        who = voice(name=name, member_id=author_id, username=username, **about)
    is_own = author_id == viewer_id
    return AnswerCard(
        anchor=f"answer-{pk}",
        voice=who,
        years=_since_diagnosis(max(0, posted_at.year - diagnosed_year)) if diagnosed_year else "",
        posted_at=posted_at,
        edited_at=edited_at,
        body_html=body_html,
        helped=helped_words(helpful_count),
        helped_url=link("answer-helped", str(pk)),
        report_url=link("report-new", "answer", str(pk)),
        edit_url=link("answer-edit", str(pk)) if is_own else "",
        is_own=is_own,
        has_voted=bool(has_voted),
        is_folded=bool(is_avoided) and not is_anonymous,
        shows_help=bool(shows_help),
        cover=cover_words(cover),
        warning_url=warning_url,
        helpful_count=helpful_count,
    )


def _unnamed(relation: str, country: str, short: str) -> Voice:
    """Who speaks without a name keeps what they chose to say beside it, and nothing of their own."""
    beside = voice(name="", member_id=0, relation=relation, country=country, short=short)
    return replace(unnamed_voice(), relation=beside.relation, country=beside.country)


@remembered
def verdict_words(verdict: str) -> str:
    """“Usually no”"""
    return str(Verdict(verdict).label)


@remembered
def _since_diagnosis(years: int) -> str:
    if not years:
        return _("in the year of diagnosis")
    return ngettext("%(years)d year since diagnosis", "%(years)d years since diagnosis", years) % {"years": years}


def _other_questions(rows: tuple[QuestionRow, ...], topic: Topic) -> tuple[QuestionRow, ...]:
    """Some other questions, first those with something to read; sensitive ones are not teased."""
    others = [row for row in rows if row.slug != topic.slug and not row.is_sensitive]
    others.sort(key=lambda row: not (row.has_summary or row.answer_count))
    return tuple(others[:OTHER_QUESTIONS_SHOWN])


def _meta(asked: Asked, summary: SummaryPart | None, *, answer_count: int, pages: Paging) -> Meta:
    condition, topic = asked.condition, asked.topic
    heading = fill(topic.title_pattern, condition)
    title = page_title(heading, settings.SITE_NAME)
    if heading not in title:
        title = page_title(fill(topic.heading_pattern, condition), settings.SITE_NAME)
    about = fill(topic.description_pattern, condition)
    if summary and summary.scale and not topic.is_sensitive:
        text = description(f"{summary.verdict}.", about)
    else:
        text = description(about)
    url = link("question-detail", condition.slug, topic.slug)
    return Meta(
        title=title,
        description=text,
        canonical=url if pages.number == 1 else f"{url}?page={pages.number}",
        is_indexable=summary is not None or answer_count > 0 or topic.assembly != Assembly.NONE,
        kind="article",
        image=link("question-image", condition.slug, topic.slug),
        feed=link("condition-feed", condition.slug),
        feed_title=_("New about %(condition)s") % {"condition": condition.in_text},
    )
