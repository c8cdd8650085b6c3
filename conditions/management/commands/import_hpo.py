from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from conditions.importers.hpo import import_hpo
from conditions.importers.reading import ReadError


class Command(BaseCommand):
    help = "Imports the symptoms of the Human Phenotype Ontology from an OBO file (plain, .gz or .xz)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="hp.obo of one release")
        parser.add_argument(
            "--annotations",
            type=Path,
            help="phenotype.hpoa of the same release: how telling each symptom is. Otherwise members say so.",
        )

    def handle(self, *_args: Any, file: Path, annotations: Path | None, **_options: Any) -> None:
        try:
            done = import_hpo(file, annotations)
        except ReadError as error:
            raise CommandError(_("Nothing was imported. %(reason)s") % {"reason": error}) from error
        words = _("Release %(version)s. Symptoms: %(symptoms)d. Pairs of a symptom and a broader one: %(pairs)d.")
        about = {"version": done.version, "symptoms": done.symptom_count, "pairs": done.pair_count}
        self.stdout.write(words % about)
        self.stdout.write(_("Rows that changed: %(count)d.") % {"count": done.changed_count})
