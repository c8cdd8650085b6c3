import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from pages.account import export_json
from pages.operators import add_arguments, find_member, write_down


class Command(BaseCommand):
    help = "Writes everything that is held of a member as JSON, for a member who cannot download it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)
        parser.add_argument("--output", type=Path, help="file that only you can read; without it, standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        member = find_member(options["member"])
        said = export_json(member)
        write_down(did="Export", member=member, ticket=options["ticket"])
        if not options["output"]:
            self.stdout.write(said)
            return
        descriptor = os.open(options["output"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(said)
