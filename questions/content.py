"""Takes the site's editorial content out into files, and brings files in: all of them or nothing."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import batched, chain, groupby
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import put_contributor
from conditions.models import Condition
from conditions.services import CodeRecord, ConditionRecord, SymptomRecord, mark_changed, put_condition
from questions import content_checks, content_rows
from questions.content_files import (
    FOLDERS,
    MAX_BYTES,
    ConditionFile,
    ContentError,
    ContentFile,
    ContributorFile,
    SourceFile,
    SummaryFile,
    parse,
    serialise,
)
from questions.models import Question, Source, Summary, Topic
from questions.services import (
    FactRecord,
    ReviewRecord,
    SummaryRecord,
    put_facts,
    put_source,
    put_summary,
    question_of,
)

_CITATION = re.compile(r"\[(\d{1,3})\](?![(\[:])")
# What a service calls by another name than the file does.
_FILE_KEYS = {"display_name": "name", "number": "version", "is_published": "published", "old_slugs": "old_addresses"}


@dataclass(frozen=True)
class Tally:
    """How many files of one kind were new, changed something, or said what the site says already."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would have done."""

    contributors: Tally
    sources: Tally
    conditions: Tally
    summaries: Tally
    is_dry_run: bool


@dataclass(frozen=True)
class ExportReport:
    """How many files of each kind were written."""

    contributors: int
    sources: int
    conditions: int
    summaries: int


def export_content(directory: Path) -> ExportReport:
    """Writes every condition, source and version, and whoever wrote or reviewed one, each to its file.

    Files of the same name are replaced, and nothing is removed. Raises ContentError, before anything is written,
    for a folder that holds any other file; names that start with a dot, such as `.git`, do not count.
    """
    with transaction.atomic():
        if strangers := set(_paths_in(directory)):
            strangers.difference_update(file.path for file in _site_files())
        if strangers:
            raise ContentError(min(strangers), 0, _("The folder holds this file, which is not part of the content."))
        counts = dict.fromkeys(FOLDERS, 0)
        for file in _site_files():
            target = directory / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(serialise(file))
            counts[file.path.partition("/")[0]] += 1
    return ExportReport(**counts)


def import_content(directory: Path, *, dry_run: bool = False) -> ImportReport:
    """Makes the site say what the files say; what no file names stays. A dry run does it all and takes it back.

    Every file is read and every name in it looked up before anything is stored, in one transaction. Raises
    ContentError with file, line and reason for the first that cannot be taken in; then nothing is stored.
    """
    files = read_files(directory)
    contributors = [file for file in files if isinstance(file, ContributorFile)]
    sources = [file for file in files if isinstance(file, SourceFile)]
    conditions = [file for file in files if isinstance(file, ConditionFile)]
    summaries = [file for file in files if isinstance(file, SummaryFile)]
    with transaction.atomic():
        content_checks.check(files)
        report = ImportReport(
            contributors=_store(contributors, _present_contributors, _put_contributor),
            sources=_store(sources, _present_sources, _put_source),
            conditions=_store(conditions, _present_conditions, _put_condition),
            summaries=_store(summaries, _present_summaries, _put_summary),
            is_dry_run=dry_run,
        )
        if dry_run:
            transaction.set_rollback(True)
    return report


def read_files(directory: Path) -> list[ContentFile]:
    """Every content file below the folder, earlier versions of a summary first. Raises ContentError."""
    files = [_read(directory, path) for path in _paths_in(directory) if path.partition("/")[0] in FOLDERS]
    if not files:
        raise ContentError(str(directory), 0, _("The folder holds no content."))
    return sorted(files, key=_earlier_versions_first)


def _site_files() -> Iterator[ContentFile]:
    return chain(
        content_rows.contributor_files(content_rows.contributors()),
        content_rows.source_files(Source.objects.all()),
        content_rows.condition_files(Condition.objects.all()),
        content_rows.summary_files(Summary.objects.all()),
    )


def _paths_in(directory: Path) -> list[str]:
    """Every file below the folder, in order, but for those with a part that starts with a dot."""
    paths = (path.relative_to(directory) for path in directory.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts))


def _read(directory: Path, path: str) -> ContentFile:
    with (directory / path).open("rb") as file:
        return parse(path, file.read(MAX_BYTES + 1))


def _earlier_versions_first(file: ContentFile) -> tuple[str, int]:
    """A version may say on which earlier one it is based."""
    return (file.path.rpartition("/v")[0], file.version) if isinstance(file, SummaryFile) else (file.path, 0)


def _store[F: ContentFile](
    files: Sequence[F], present_among: Callable[[Sequence[F]], Iterator[F]], put: Callable[[F], bool]
) -> Tally:
    """Brings files of one kind in, and leaves those alone that say what the site says already."""
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for chunk in batched(files, content_rows.CHUNK):
        present = {file.path: file for file in present_among(chunk)}
        for file in chunk:
            is_changed = False
            if present.get(file.path) != file:
                with refusing(file):
                    is_changed = put(file)
            counts["new" if file.path not in present else "changed" if is_changed else "unchanged"] += 1
    return Tally(**counts)


@contextmanager
def refusing(file: ContentFile) -> Iterator[None]:
    """Turns what a service refuses into the file, the line and the reason."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise file.error("", " ".join(error.messages)) from error
        name, messages = next(iter(error.message_dict.items()))
        key = _FILE_KEYS.get(name, name)
        reason = f"{key}: {' '.join(messages)}" if key in file.lines else " ".join(messages)
        line = _line_of_dead_citation(file) if key == "body" and isinstance(file, SummaryFile) else None
        raise ContentError(file.path, line or file.lines.get(key, 1), reason) from error


def _line_of_dead_citation(summary: SummaryFile) -> int | None:
    """The first line of the text that cites a source beyond the list."""
    for line, text in enumerate(summary.body.split("\n"), start=summary.lines["body"]):
        if any(not 1 <= int(number) <= len(summary.sources) for number in _CITATION.findall(text)):
            return line
    return None


def _present_contributors(files: Sequence[ContributorFile]) -> Iterator[ContributorFile]:
    return content_rows.contributor_files(User.objects.filter(username__in=[file.username for file in files]))


def _put_contributor(file: ContributorFile) -> bool:
    user = put_contributor(
        username=file.username,
        name=file.name,
        credential=file.credential,
        conflict_of_interest=file.conflict_of_interest,
        biography=file.biography,
    )
    mark_changed(Question.objects.filter(published_summary__author=user).values_list("condition", flat=True))
    return True


def _present_sources(files: Sequence[SourceFile]) -> Iterator[SourceFile]:
    return content_rows.source_files(Source.objects.filter(key__in=[file.key for file in files]))


def _put_source(file: SourceFile) -> bool:
    put_source(key=file.key, values=file.values())
    return True


def _present_conditions(files: Sequence[ConditionFile]) -> Iterator[ConditionFile]:
    """What the site holds; old addresses that a file does not name stay, so they make no difference."""
    named = {file.slug: set(file.old_addresses) for file in files}
    for present in content_rows.condition_files(Condition.objects.filter(slug__in=named)):
        kept = [slug for slug in present.old_addresses if slug in named[present.slug]]
        yield replace(present, old_addresses=tuple(kept))


def _put_condition(file: ConditionFile) -> bool:
    record = ConditionRecord(
        slug=file.slug,
        name=file.name,
        name_in_text=file.name_in_text,
        short_name=file.short_name,
        definition=file.definition,
        other_names=file.other_names,
        codes=[CodeRecord(code.system, code.value, code.relation) for code in file.codes],
        symptoms=[SymptomRecord(s.hpo, s.name, s.plain_name, s.frequency) for s in file.symptoms],
        is_published=file.is_published,
        old_slugs=file.old_addresses,
    )
    condition = put_condition(record)
    sources = sources_by_key(fact.source for fact in file.facts)
    facts = [FactRecord(fact.label, fact.value, sources[fact.source]) for fact in file.facts]
    put_facts(condition=condition, facts=facts)
    return True


def _present_summaries(files: Sequence[SummaryFile]) -> Iterator[SummaryFile]:
    for condition, of_condition in groupby(files, key=lambda file: file.condition):
        topics = {file.topic for file in of_condition}
        rows = Summary.objects.filter(question__condition__slug=condition, question__topic__slug__in=topics)
        yield from content_rows.summary_files(rows)


def _put_summary(file: SummaryFile) -> bool:
    return put_summary(question=question_for(file), number=file.version, record=summary_record(file))


def question_for(file: SummaryFile) -> Question:
    """The question that the file answers, with a row from now on."""
    return question_of(condition=Condition.objects.get(slug=file.condition), topic=Topic.objects.get(slug=file.topic))


def summary_record(file: SummaryFile) -> SummaryRecord:
    """What the file says, with the people and sources that it names."""
    names = {file.author, *file.other_writers, *(review.reviewer for review in file.reviews)}
    people = User.objects.in_bulk(names, field_name="username")
    sources = sources_by_key(file.sources)
    return SummaryRecord(
        verdict=file.verdict,
        short_answer=file.short_answer,
        body=file.body,
        change_note=file.change_note,
        author=people[file.author],
        sources=[sources[key] for key in file.sources],
        change_size=file.change_size,
        other_writers=[people[name] for name in file.other_writers],
        based_on=file.based_on,
        state=file.state,
        written_at=file.written_at,
        published_at=file.published_at,
        reviews=[
            ReviewRecord(
                reviewer=people[review.reviewer],
                reviewer_name=review.name,
                reviewer_credential=review.credential,
                decision=review.decision,
                reviewed_on=review.reviewed_on,
                due_on=review.due_on,
                note=review.note,
                carried_from=review.carried_from,
            )
            for review in file.reviews
        ],
    )


def sources_by_key(keys: Iterable[str]) -> Mapping[str, Source]:
    return Source.objects.in_bulk(set(keys), field_name="key")
