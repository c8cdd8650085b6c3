"""The condition page, and the list of all its questions."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Subquery
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from conditions.credit import OWN_RELEASE
from conditions.models import (
    Code,
    CodeRelation,
    CodeSystem,
    Condition,
    ConditionName,
    ConditionSymptom,
    Frequency,
    SymptomRelease,
)
from pages.joined import joined_by
from pages.links import link
from pages.map_block import MapBlock, last_count, map_block
from pages.meta import Meta, description, page_title
from pages.neighbours import StoryCard, ThreadRow, ask_url, story_cards, tell_url, thread_rows
from pages.prepared import PreparedQuery
from pages.questions import QuestionGroup, QuestionRow, condition_label, grouped, question_rows
from pages.soulmates import SoulmatesBlock, soulmates_block
from pages.structured_data import condition_data
from pages.wording import remembered
from questions.models import Fact

OTHER_NAMES = PreparedQuery(
    lambda condition: ConditionName.objects.filter(condition_id=condition).values_list("name"), int
)
CODES = PreparedQuery(
    lambda condition: Code.objects.filter(condition_id=condition).values_list("system", "value", "relation"), int
)
SYMPTOMS = PreparedQuery(
    lambda condition: ConditionSymptom.objects.filter(condition_id=condition).values_list(
        "symptom__plain_name", "symptom__name", "frequency", Subquery(SymptomRelease.objects.values("version")[:1])
    ),
    int,
)
FACTS = PreparedQuery(
    lambda condition: Fact.objects.filter(condition_id=condition).values_list(
        "label", "value", "source__organisation", "source__url"
    ),
    int,
)


@dataclass(frozen=True)
class FactLine:
    """A short fact and where it is from."""

    label: str
    value: str
    source: str
    url: str


@dataclass(frozen=True)
class CodeLine:
    """A code in a classification; `relation` says what it covers."""

    system: str
    value: str
    relation: str
    is_exact: bool


@dataclass(frozen=True)
class ConditionPage:
    """Everything that the condition page shows."""

    meta: Meta
    condition: Condition
    other_names: tuple[str, ...]
    codes: tuple[CodeLine, ...]
    symptoms: tuple[tuple[str, str], ...]
    hpo_version: str
    facts: tuple[FactLine, ...]
    groups: tuple[QuestionGroup, ...]
    has_reviewed: bool
    map: MapBlock
    stories: tuple[StoryCard, ...]
    threads: tuple[ThreadRow, ...]
    soulmates: SoulmatesBlock
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]

    @property
    def structured_data(self) -> str:
        """The page for search engines, safe inside of a script element."""
        return condition_data(self)


@dataclass(frozen=True)
class QuestionListPage:
    """All standard questions of one condition."""

    meta: Meta
    condition: Condition
    heading: str
    groups: tuple[QuestionGroup, ...]
    crumbs: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def condition_page(condition: Condition, *, viewer: User | AnonymousUser, today: date | None = None) -> ConditionPage:
    """Gathers the condition page: seven queries, whatever the condition holds, and one more for a member."""
    rows = question_rows(condition, today=today or timezone.localdate())
    joined = joined_by(viewer)
    names = tuple(name for (name,) in OTHER_NAMES.rows(condition.pk))
    symptoms = SYMPTOMS.rows(condition.pk)
    return ConditionPage(
        meta=_meta(condition, rows),
        condition=condition,
        other_names=tuple(name for name in names if name != condition.short_name),
        codes=tuple(_code_line(*row) for row in CODES.rows(condition.pk)),
        symptoms=tuple((plain_name or name, _frequency(often)) for plain_name, name, often, _release in symptoms),
        hpo_version=next((release for *_symptom, release in symptoms if release), OWN_RELEASE),
        facts=tuple(FactLine(*row) for row in FACTS.rows(condition.pk)),
        groups=grouped(rows),
        has_reviewed=any(row.is_reviewed for row in rows),
        map=map_block(last_count(condition), condition, viewer=joined),
        stories=story_cards(condition),
        threads=thread_rows(condition),
        soulmates=soulmates_block(joined),
        crumbs=_crumbs(condition)[:1],
        urls=_urls(condition),
    )


def _code_line(system: str, value: str, relation: str) -> CodeLine:
    return CodeLine(_system(system), value, _covers(relation), is_exact=relation == CodeRelation.EXACT)


@remembered
def _system(system: str) -> str:
    return str(CodeSystem(system).label)


@remembered
def _covers(relation: str) -> str:
    return capfirst(str(CodeRelation(relation).label))


@remembered
def _frequency(frequency: str) -> str:
    return str(Frequency(frequency).label) if frequency else ""


def question_list_page(condition: Condition, *, today: date | None = None) -> QuestionListPage:
    """Gathers the list of all questions: one query."""
    rows = question_rows(condition, today=today or timezone.localdate())
    heading = _("All questions about %(condition)s") % {"condition": condition.in_text}
    return QuestionListPage(
        meta=Meta(
            title=page_title(heading, settings.SITE_NAME),
            description=description(
                _("The standard questions about %(condition)s in their order.") % {"condition": condition.in_text},
                _("Each with its state of review and its number of members' answers."),
            ),
            canonical=link("question-list", condition.slug),
        ),
        condition=condition,
        heading=heading,
        groups=grouped(rows),
        crumbs=_crumbs(condition),
        urls=_urls(condition),
    )


def _crumbs(condition: Condition) -> tuple[tuple[str, str], ...]:
    return (
        (link("condition-list"), _("Conditions")),
        (link("condition-detail", condition.slug), condition_label(condition)),
    )


def _urls(condition: Condition) -> dict[str, str]:
    return {
        "this": link("condition-detail", condition.slug),
        "questions": link("question-list", condition.slug),
        "stories": link("condition-stories", condition.slug),
        "tell": tell_url(condition),
        "ask": ask_url(condition),
        "forum": link("condition-forum", condition.slug),
        "feed": link("condition-feed", condition.slug),
        "review": link("about", "how-we-review"),
        "join": link("about", "taking-part"),
    }


def _meta(condition: Condition, rows: tuple[QuestionRow, ...]) -> Meta:
    return Meta(
        title=page_title(condition_label(condition), settings.SITE_NAME),
        description=description(
            condition.definition,
            _("Plain answers with sources, and the people who live with it."),
            _("Questions, stories and a forum about %(short)s.") % {"short": Truncator(condition.short).chars(40)},
        ),
        canonical=link("condition-detail", condition.slug),
        is_indexable=True if condition.definition else any(row.has_summary for row in rows),
        feed=link("condition-feed", condition.slug),
        feed_title=_("New about %(condition)s") % {"condition": condition.in_text},
    )
