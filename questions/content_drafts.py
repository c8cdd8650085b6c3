"""Brings summaries from files as drafts of one editor: never published, never reviewed, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from questions.content import Tally, question_for, read_files, refusing, sources_by_key, summary_record
from questions.content_checks import check_references
from questions.content_files import ContentError, SourceFile, SummaryFile
from questions.services import put_draft, put_source


@dataclass(frozen=True)
class DraftReport:
    """What an import of drafts did, or would have done."""

    sources: Tally
    drafts: Tally


def import_drafts(directory: Path, *, by: User, dry_run: bool = False) -> DraftReport:
    """Adds each summary of the folder as a new draft, whatever state the file gives it, and the sources that are new.

    Sources that are there stay as they are; conditions and contributors are not taken in. A text that is there already
    is not brought again. Raises ContentError and PermissionDenied; then nothing is stored.
    """
    files = read_files(directory)
    summaries = [file for file in files if isinstance(file, SummaryFile)]
    sources = [file for file in files if isinstance(file, SourceFile)]
    if not summaries:
        raise ContentError(str(directory), 0, _("The folder holds no summaries."))
    with transaction.atomic():
        check_references([*sources, *summaries])
        report = DraftReport(sources=_add_sources(sources), drafts=_add_drafts(summaries, by))
        if dry_run:
            transaction.set_rollback(True)
    return report


def _add_sources(files: Sequence[SourceFile]) -> Tally:
    present = sources_by_key(file.key for file in files)
    new = [file for file in files if file.key not in present]
    for file in new:
        with refusing(file):
            put_source(key=file.key, values=file.values())
    return Tally(new=len(new), unchanged=len(present))


def _add_drafts(files: Sequence[SummaryFile], by: User) -> Tally:
    new = 0
    for file in files:
        with refusing(file):
            draft = put_draft(by=by, question=question_for(file), record=summary_record(file))
            new += draft is not None
    return Tally(new=new, unchanged=len(files) - new)
