"""By whom, at which stage, in which language and without which contents: what a list of stories can be narrowed to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language_info

from conditions.models import Relation, Stage
from stories.models import ContentNote
from stories.querysets import StoryQuerySet


@dataclass(frozen=True)
class Choice:
    """A value of a filter, in words, with the number of stories that it stands for."""

    value: str
    label: str
    count: int
    is_chosen: bool


class Group(NamedTuple):
    """How many stories are alike in all that a list can be narrowed by."""

    relation: str
    stage: str
    language: str
    notes: list[str]
    stories: int


@dataclass(frozen=True)
class StoryFilters:
    """The choices that a list offers. `total` counts all of its stories, `count` those that fit what was chosen.

    `without` are the content notes that the reader does not want to meet, `hidden` the lists of notes with one of them.
    """

    who: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    relation: str
    stage: str
    language: str
    without: tuple[str, ...]
    hidden: tuple[list[str], ...]
    total: int
    count: int

    @property
    def is_used(self) -> bool:
        return bool(self.relation or self.stage or self.language or self.without)

    @property
    def hidden_words(self) -> tuple[str, ...]:
        """What the reader does not want to read about."""
        return tuple(str(ContentNote(note).label) for note in self.without)

    @property
    def query(self) -> str:
        """What links to other pages of the list keep of the address."""
        kept = [("who", self.relation), ("stage", self.stage), ("language", self.language)]
        kept += [("without", note) for note in self.without]
        return "".join(f"{urlencode({name: value})}&" for name, value in kept if value)

    def narrow(self, stories: StoryQuerySet) -> StoryQuerySet:
        """The stories that fit."""
        if self.relation:
            stories = stories.filter(relation=self.relation)
        if self.stage:
            stories = stories.filter(stage=self.stage)
        if self.language:
            stories = stories.filter(language=self.language)
        for notes in self.hidden:
            stories = stories.exclude(content_notes=notes)
        return stories


def story_filters(stories: StoryQuerySet, asked: QueryDict) -> StoryFilters:
    """Counts what can be chosen, and reads what was: one query. A value that no story has is no choice."""
    rows = stories.order_by().values_list("relation", "stage", "language", "content_notes")
    groups = [Group(*row) for row in rows.annotate(stories=Count("pk"))]
    counts = {name: _counted(groups, name) for name in ("relation", "stage", "language")}
    relation, stage = _known(asked, "who", counts["relation"]), _known(asked, "stage", counts["stage"])
    language = _known(asked, "language", counts["language"])
    without = tuple(note for note in ContentNote.values if note in asked.getlist("without"))
    fitting = [
        group
        for group in groups
        if relation in {"", group.relation} and stage in {"", group.stage} and language in {"", group.language}
    ]
    return StoryFilters(
        who=_choices(Relation, counts["relation"], chosen=relation),
        stages=_choices(Stage, counts["stage"], chosen=stage),
        languages=_languages(counts["language"], chosen=language),
        relation=relation,
        stage=stage,
        language=language,
        without=without,
        hidden=tuple(list(notes) for notes in sorted({tuple(g.notes) for g in groups if set(without) & set(g.notes)})),
        total=sum(group.stories for group in groups),
        count=sum(group.stories for group in fitting if not set(without) & set(group.notes)),
    )


def _counted(groups: Iterable[Group], name: str) -> Counter[str]:
    counted = Counter[str]()
    for group in groups:
        counted[getattr(group, name)] += group.stories
    return counted


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
