import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand

from pages.account import export_json
from pages.operators import add_arguments, find_member, log_request


class Command(BaseCommand):
    help = "Writes everything that is held of a member as JSON, for a member who cannot download it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)
        parser.add_argument("--output", type=Path, help="file that only you can read; without it, standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        member = find_member(options["member"])
        file = _only_for_me(options["output"]) if options["output"] else None
        log_request(did="Export", action="account.export", member=member, ticket=options["ticket"])
        said = export_json(member)
        if file is None:
            self.stdout.write(said)
            return
        with file:
            file.write(said)


def _only_for_me(path: Path) -> TextIO:
    """A new file that nobody else can read. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
