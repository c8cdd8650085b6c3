from typing import Any

from django.core.management.base import BaseCommand

from questions.services import forget_old_feedback


class Command(BaseCommand):
    help = "Drops readers' words that are older than a year. Run it daily."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Words of readers dropped: {forget_old_feedback()}.")
