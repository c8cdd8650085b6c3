from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schedule.purging import PurgeError, count_expired, purge_expired
from schedule.retention import rules


class Command(BaseCommand):
    help = "Lets go what is kept no longer. `run_due` does it every day; with --dry-run it is only counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what would go, and change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            counts = count_expired() if options["dry_run"] else purge_expired()
        except PurgeError as error:
            raise CommandError(f"Not carried out: {error}. The log says why.") from error
        for rule in rules():
            self.stdout.write(f"{rule.name:<22} {rule.table:<28} over {rule.days:>3} days: {counts[rule.name]}")
        verb = "would go" if options["dry_run"] else "gone"
        self.stdout.write(f"{sum(counts.values())} {verb}.")
