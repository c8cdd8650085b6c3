"""By whom, at which stage and in which language: what a list of stories can be narrowed to, and what was chosen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language_info

from conditions.models import Relation, Stage
from stories.querysets import StoryQuerySet


@dataclass(frozen=True)
class Choice:
    """A value of a filter, in words, with the number of stories that it stands for."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class StoryFilters:
    """The choices that a list offers. `total` counts all of its stories, `count` those that fit what was chosen."""

    who: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    relation: str
    stage: str
    language: str
    total: int
    count: int

    @property
    def is_used(self) -> bool:
        return bool(self.relation or self.stage or self.language)

    @property
    def query(self) -> str:
        """What links to other pages of the list keep of the address."""
        kept = {"who": self.relation, "stage": self.stage, "language": self.language}
        return "".join(f"{urlencode({name: value})}&" for name, value in kept.items() if value)

    def narrow(self, stories: StoryQuerySet) -> StoryQuerySet:
        """The stories that fit."""
        if self.relation:
            stories = stories.filter(relation=self.relation)
        if self.stage:
            stories = stories.filter(stage=self.stage)
        if self.language:
            stories = stories.filter(language=self.language)
        return stories


def story_filters(stories: StoryQuerySet, asked: QueryDict) -> StoryFilters:
    """Counts what can be chosen, and reads what was: one query. A value that no story has is no choice."""
    groups = list(stories.order_by().values_list("relation", "stage", "language").annotate(stories=Count("pk")))
    by_relation, by_stage, by_language = Counter[str](), Counter[str](), Counter[str]()
    for relation, stage, language, stories_count in groups:
        by_relation[relation] += stories_count
        by_stage[stage] += stories_count
        by_language[language] += stories_count
    relation, stage = _known(asked, "who", by_relation), _known(asked, "stage", by_stage)
    language = _known(asked, "language", by_language)
    return StoryFilters(
        who=_choices(Relation, by_relation, chosen=relation),
        stages=_choices(Stage, by_stage, chosen=stage),
        languages=_languages(by_language, chosen=language),
        relation=relation,
        stage=stage,
        language=language,
        total=by_relation.total(),
        count=_count(groups, relation, stage, language),
    )


def language_name(code: str) -> str:
    """The language in the reader's words, or its code where Django does not know it."""
    try:
        return capfirst(str(get_language_info(code)["name_translated"]))
    except KeyError:
        return code


def _known(asked: QueryDict, name: str, counted: Counter[str]) -> str:
    """What was chosen, if any story has it."""
    return asked.get(name, "") if asked.get(name, "") in counted else ""


def _choices(kind: type[Relation | Stage], counted: Counter[str], *, chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(value, capfirst(str(kind(value).label)), counted[value], value == chosen)
        for value in kind.values
        if counted[value]
    )


def _languages(counted: Counter[str], *, chosen: str) -> tuple[Choice, ...]:
    """The languages by name; none where there is no choice."""
    if len(counted) < 2:
        return ()
    choices = (Choice(code, language_name(code), count, code == chosen) for code, count in counted.items())
    return tuple(sorted(choices, key=lambda choice: choice.label))


def _count(groups: Iterable[tuple[str, str, str, int]], relation: str, stage: str, language: str) -> int:
    return sum(
        stories
        for its_relation, its_stage, its_language, stories in groups
        if relation in {"", its_relation} and stage in {"", its_stage} and language in {"", its_language}
    )
