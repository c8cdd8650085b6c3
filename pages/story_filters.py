"""By whom and in which language: what a list of stories can be narrowed to, and what was chosen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language_info

from conditions.models import Relation
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
    languages: tuple[Choice, ...]
    relation: str
    language: str
    total: int
    count: int

    @property
    def is_used(self) -> bool:
        return bool(self.relation or self.language)

    @property
    def query(self) -> str:
        """What links to other pages of the list keep of the address."""
        kept = {"who": self.relation, "language": self.language}
        return "".join(f"{urlencode({name: value})}&" for name, value in kept.items() if value)

    def narrow(self, stories: StoryQuerySet) -> StoryQuerySet:
        """The stories that fit."""
        if self.relation:
            stories = stories.filter(relation=self.relation)
        if self.language:
            stories = stories.filter(language=self.language)
        return stories


def story_filters(stories: StoryQuerySet, asked: QueryDict) -> StoryFilters:
    """Counts what can be chosen, and reads what was: one query. A value that no story has is no choice."""
    groups = list(stories.order_by().values_list("relation", "language").annotate(stories=Count("pk")))
    by_relation, by_language = Counter[str](), Counter[str]()
    for relation, language, stories_count in groups:
        by_relation[relation] += stories_count
        by_language[language] += stories_count
    relation = asked.get("who", "") if asked.get("who", "") in by_relation else ""
    language = asked.get("language", "") if asked.get("language", "") in by_language else ""
    return StoryFilters(
        who=tuple(
            Choice(value, capfirst(str(Relation(value).label)), by_relation[value], value == relation)
            for value in Relation.values
            if by_relation[value]
        ),
        languages=_languages(by_language, chosen=language),
        relation=relation,
        language=language,
        total=by_relation.total(),
        count=_count(groups, relation, language),
    )


def language_name(code: str) -> str:
    """The language in the reader's words, or its code where Django does not know it."""
    try:
        return capfirst(str(get_language_info(code)["name_translated"]))
    except KeyError:
        return code


def _languages(counted: Counter[str], *, chosen: str) -> tuple[Choice, ...]:
    """The languages by name; none where there is no choice."""
    if len(counted) < 2:
        return ()
    choices = (Choice(code, language_name(code), count, code == chosen) for code, count in counted.items())
    return tuple(sorted(choices, key=lambda choice: choice.label))


def _count(groups: Iterable[tuple[str, str, int]], relation: str, language: str) -> int:
    return sum(
        stories
        for its_relation, its_language, stories in groups
        if relation in {"", its_relation} and language in {"", its_language}
    )
