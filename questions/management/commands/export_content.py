from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.content import ContentError, export_content


class Command(BaseCommand):
    help = _("Writes conditions, sources, summaries and reviews to Markdown files below a folder.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help=_("The folder; it is made where there is none."))

    def handle(self, *_args: Any, directory: Path, **_options: Any) -> None:
        try:
            report = export_content(directory)
        except (ContentError, OSError) as error:
            raise CommandError(str(error)) from error
        lines = [
            ngettext("%(n)d contributor written", "%(n)d contributors written", report.contributors),
            ngettext("%(n)d source written", "%(n)d sources written", report.sources),
            ngettext("%(n)d condition written", "%(n)d conditions written", report.conditions),
            ngettext("%(n)d summary written", "%(n)d summaries written", report.summaries),
        ]
        for line, count in zip(lines, vars(report).values(), strict=True):
            self.stdout.write(line % {"n": count})
