from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.content import ContentError, Tally, import_content


class Command(BaseCommand):
    help = _(
        "Brings conditions, sources, summaries and reviews from the Markdown files below a folder: all or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help=_("The folder."))
        parser.add_argument("--dry-run", action="store_true", help=_("Do everything, report it, and store nothing."))

    def handle(self, *_args: Any, directory: Path, dry_run: bool, **_options: Any) -> None:
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
        if report.is_dry_run:
            self.stdout.write(_("This was a dry run: nothing is stored."))


def _counts(tally: Tally) -> str:
    """Such as “3 new, 1 changed, 20 unchanged”."""
    parts = [
        ngettext("%(n)d new", "%(n)d new", tally.new) % {"n": tally.new},
        ngettext("%(n)d changed", "%(n)d changed", tally.changed) % {"n": tally.changed},
        ngettext("%(n)d unchanged", "%(n)d unchanged", tally.unchanged) % {"n": tally.unchanged},
    ]
    return ", ".join(parts)
