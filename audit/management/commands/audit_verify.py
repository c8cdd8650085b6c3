from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.services import faults, length


class Command(BaseCommand):
    """Exits with 1 where the log is not as it was written."""

    help = "Check that nobody has changed the log of staff actions, nor the decisions that it stands for."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        found = list(faults())
        if found:
            raise CommandError("\n".join(found), returncode=1)
        self.stdout.write(f"The log is whole: {length()} rows.")
