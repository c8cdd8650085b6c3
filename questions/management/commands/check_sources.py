from argparse import ArgumentParser
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from time import monotonic, sleep
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.models import CheckResult, Source
from questions.services import record_check
from questions.web import SECONDS, read

PAUSE: Final = 1.0


class Command(BaseCommand):
    help = _("Reads each source's link, one after the other, and notes what was found behind it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=0, help=_("At most so many, those first that waited longest."))
        parser.add_argument("--seconds", type=float, default=SECONDS, help=_("How long to wait for an answer (20)."))
        parser.add_argument("--pause", type=float, default=PAUSE, help=_("Seconds between two looks at one site (1)."))

    def handle(self, *_args: Any, limit: int, seconds: float, pause: float, **_options: Any) -> None:
        sources = Source.objects.order_by(F("check_result__checked_at").asc(nulls_first=True), "pk")
        agent = f"Cairn source check (+{settings.SITE_URL})"
        results: Counter[str] = Counter()
        for source in in_turns(sources[:limit] if limit else sources, pause):
            reading = read(source.url, agent=agent, private_hosts=settings.PRIVATE_SOURCE_HOSTS, seconds=seconds)
            check = record_check(source=source, reading=reading)
            if check is None:
                continue
            results[check.result] += 1
            if check.result != CheckResult.OK:
                self.stdout.write(f"{source.key}: {check.get_result_display()}. {check.note} {check.final_url}".strip())
        total = sum(results.values())
        self.stdout.write(ngettext("%(n)d source read", "%(n)d sources read", total) % {"n": total})
        for result in CheckResult:
            if results[result]:
                self.stdout.write(f"  {result.label}: {results[result]}")


def in_turns(sources: Iterable[Source], pause: float) -> Iterator[Source]:
    """The sources with a pause between two of the same site; other sites use it."""
    waiting: defaultdict[str, deque[Source]] = defaultdict(deque)
    for source in sources:
        waiting[urlsplit(source.url).hostname or ""].append(source)
    rested: dict[str, float] = {}
    while waiting:
        for host in list(waiting):
            rest = rested.get(host, 0.0) - monotonic()
            if rest > 0:
                sleep(rest)
            yield waiting[host].popleft()
            rested[host] = monotonic() + pause
            if not waiting[host]:
                del waiting[host]
