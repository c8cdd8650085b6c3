import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.backlog import backlog

_AGE = re.compile(r"(\d+)([hdm])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def age(text: str) -> timedelta:
    """A time such as 24h, 90m or 2d."""
    match = _AGE.fullmatch(text)
    if not match:
        raise ArgumentTypeError("Give a time such as 24h, 90m or 2d.")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


class Command(BaseCommand):
    """Exits with 1 where something has waited longer than it should. It names no text and no person."""

    help = "Say how much waits for moderators, and since when."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--max-age", type=age, default=timedelta(hours=24), help="such as 24h (the default)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        now = backlog(max_age=options["max_age"])
        self.stdout.write(
            f"Cases: {now.cases}, of these in crisis: {now.crisis}. Appeals: {now.appeals}. "
            f"Oldest: {now.oldest_hours:.1f} h. Too late: {now.late}."
        )
        if now.late:
            raise CommandError(f"{now.late} waited for longer than {options['max_age']}.", returncode=1)
