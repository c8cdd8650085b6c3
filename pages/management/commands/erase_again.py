from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pages.erasing import erase_again
from pages.erasures import read_erasures
from pages.operators import add_ticket


class Command(BaseCommand):
    help = "Erases those whom a restored backup brought back. Run it before the site opens again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_ticket(parser, is_required=False)
        parser.add_argument("file", nargs="?", type=Path, help="the list of erasures; without it, ERASURES_FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = options["file"] or Path(settings.ERASURES_FILE)
        try:
            with path.open(encoding="utf-8") as file:
                erasures = read_erasures(file)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{path} is not a list of erasures that can be read: {error}") from error
        count = erase_again(erasures, ticket=options["ticket"] or "")
        self.stdout.write(f"Erased again: {count} of {len(erasures)} on the list.")
