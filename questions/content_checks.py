"""What must hold between content files, and between them and the site, before any of them is stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from conditions.models import Condition
from questions.content_files import ConditionFile, ContentFile, ContributorFile, SourceFile, SummaryFile
from questions.models import Source, Topic

_NAME_FIELDS: Final[Mapping[type[Model], str]] = {
    User: "username",
    Source: "key",
    Condition: "slug",
    Topic: "slug",
}


def check(files: Sequence[ContentFile]) -> None:
    """Raises ContentError for the first file that does not fit the others or the site."""
    check_references(files)
    _check_reviewers(file for file in files if isinstance(file, SummaryFile))
    _check_symptoms(file for file in files if isinstance(file, ConditionFile))


def check_references(files: Sequence[ContentFile]) -> None:
    """Refuses a name that stands for nothing, neither in the files nor on the site."""
    known = defaultdict(set)
    for file in files:
        for kind, name in _brought(file):
            known[kind].add(name)
    wanted = defaultdict(set)
    for file in files:
        for kind, _key, name in _references(file):
            wanted[kind].add(name)
    for kind, field in _NAME_FIELDS.items():
        elsewhere = {f"{field}__in": wanted[kind] - known[kind]}
        known[kind].update(kind._default_manager.filter(**elsewhere).values_list(field, flat=True))  # noqa: SLF001
    for file in files:
        for kind, key, name in _references(file):
            if name not in known[kind]:
                reason = _("There is no “%(name)s”, neither in these files nor on the site.")
                raise file.error(key, reason % {"name": name})


def _brought(file: ContentFile) -> Iterator[tuple[type[Model], str]]:
    """The kind of row that the file makes, and its name."""
    if isinstance(file, ContributorFile):
        yield User, file.username
    elif isinstance(file, SourceFile):
        yield Source, file.key
    elif isinstance(file, ConditionFile):
        yield Condition, file.slug


def _references(file: ContentFile) -> Iterator[tuple[type[Model], str, str]]:
    """The rows that the file leans on: their kind, the key under which one is named, and its name."""
    if isinstance(file, ConditionFile):
        for number, fact in enumerate(file.facts):
            yield Source, f"facts.{number}.source", fact.source
    elif isinstance(file, SummaryFile):
        yield Condition, "condition", file.condition
        yield Topic, "topic", file.topic
        yield User, "author", file.author
        for number, name in enumerate(file.other_writers):
            yield User, f"other_writers.{number}", name
        for number, key in enumerate(file.sources):
            yield Source, f"sources.{number}", key
        for number, review in enumerate(file.reviews):
            yield User, f"reviews.{number}.reviewer", review.reviewer


def _check_reviewers(summaries: Iterable[SummaryFile]) -> None:
    for summary in summaries:
        for number, review in enumerate(summary.reviews):
            if review.reviewer in {summary.author, *summary.other_writers}:
                raise summary.error(f"reviews.{number}.reviewer", _("The author of a text cannot review it."))


def _check_symptoms(conditions: Iterable[ConditionFile]) -> None:
    """Refuses two files that call the same symptom by different words."""
    first: dict[str, tuple[str, tuple[str, str]]] = {}
    for condition in conditions:
        for number, symptom in enumerate(condition.symptoms):
            words = (symptom.name, symptom.plain_name)
            path, earlier = first.setdefault(symptom.hpo, (condition.path, words))
            if words != earlier:
                reason = _("%(hpo)s has other words in %(path)s: %(words)s.")
                words_there = {"hpo": symptom.hpo, "path": path, "words": ", ".join(earlier)}
                raise condition.error(f"symptoms.{number}.hpo", reason % words_there)
