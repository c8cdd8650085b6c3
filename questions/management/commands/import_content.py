from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from questions.content import ContentError, Tally, import_content
from questions.content_drafts import import_drafts


class Command(BaseCommand):
    help = _(
        "Brings conditions, sources, summaries and reviews from the Markdown files below a folder: all or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help=_("The folder."))
        parser.add_argument(
            "--drafts-by",
            metavar="USERNAME",
            help=_("Bring the summaries as drafts of this writer, publish none, and leave all else as it is."),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("Do everything, report it, and store nothing."))

    def handle(self, *_args: Any, directory: Path, dry_run: bool, drafts_by: str | None, **_options: Any) -> None:
        if drafts_by:
            self._import_drafts(directory, drafts_by, dry_run=dry_run)
        else:
            self._import_all(directory, dry_run=dry_run)
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing is stored."))

    def _import_drafts(self, directory: Path, username: str, *, dry_run: bool) -> None:
        writer = User.objects.filter(username=username).first()
        if writer is None:
            raise CommandError(_("There is no “%(name)s”.") % {"name": username})
        try:
            report = import_drafts(directory, by=writer, dry_run=dry_run)
        except (ContentError, PermissionDenied, OSError) as error:
            raise CommandError(str(error)) from error
        for words, tally in [
            (ngettext("%(n)d source", "%(n)d sources", report.sources.total), report.sources),
            (ngettext("%(n)d draft", "%(n)d drafts", report.drafts.total), report.drafts),
        ]:
            self.stdout.write(f"{words % {'n': tally.total}}: {_counts(tally)}")

    def _import_all(self, directory: Path, *, dry_run: bool) -> None:
        try:
            report = import_content(directory, dry_run=dry_run)
        except (ContentError, OSError) as error:
            raise CommandError(str(error)) from error
        kinds = [
            (ngettext("%(n)d contributor", "%(n)d contributors", report.contributors.total), report.contributors),
            (ngettext("%(n)d source", "%(n)d sources", report.sources.total), report.sources),
            (ngettext("%(n)d condition", "%(n)d conditions", report.conditions.total), report.conditions),
            (ngettext("%(n)d summary", "%(n)d summaries", report.summaries.total), report.summaries),
        ]
        for kind, tally in kinds:
            self.stdout.write(f"{kind % {'n': tally.total}}: {_counts(tally)}")


def _counts(tally: Tally) -> str:
    """Such as “3 new, 1 changed, 20 unchanged”."""
    parts = [
        ngettext("%(n)d new", "%(n)d new", tally.new) % {"n": tally.new},
        ngettext("%(n)d changed", "%(n)d changed", tally.changed) % {"n": tally.changed},
        ngettext("%(n)d unchanged", "%(n)d unchanged", tally.unchanged) % {"n": tally.unchanged},
    ]
    return ", ".join(parts)
