from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.models import CheckResult, Source
from questions.services.looking import PAUSE, look_behind
from questions.web import SECONDS


class Command(BaseCommand):
    help = _("Reads each source's link, one after the other, and notes what was found behind it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=0, help=_("At most so many, those first that waited longest."))
        parser.add_argument("--seconds", type=float, default=SECONDS, help=_("How long to wait for an answer (20)."))
        parser.add_argument("--pause", type=float, default=PAUSE, help=_("Seconds between two looks at one site (1)."))

    def handle(self, *_args: Any, limit: int, seconds: float, pause: float, **_options: Any) -> None:
        sources = Source.objects.longest_unread_first()
        results: Counter[str] = Counter()
        for source, check in look_behind(sources[:limit] if limit else sources, seconds=seconds, pause=pause):
            results[check.result] += 1
            if check.result != CheckResult.OK:
                self.stdout.write(f"{source.key}: {check.get_result_display()}. {check.note} {check.final_url}".strip())
        total = sum(results.values())
        self.stdout.write(ngettext("%(n)d source read", "%(n)d sources read", total) % {"n": total})
        for result in CheckResult:
            if results[result]:
                self.stdout.write(f"  {result.label}: {results[result]}")
