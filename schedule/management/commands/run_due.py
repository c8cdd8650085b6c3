from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schedule.services import run_due


class Command(BaseCommand):
    help = "Runs every job that is due. Meant for a timer, every five minutes; two at once are harmless."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        done, failed = run_due()
        if done:
            self.stdout.write(f"Done: {', '.join(done)}.")
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why; they are tried again in an hour.")
