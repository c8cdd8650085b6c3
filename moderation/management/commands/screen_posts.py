import json
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from moderation.screening import screen
from moderation.screening_files import post_of, rows_of
from moderation.services.screening import learned_in_use, lists_in_use


class Command(BaseCommand):
    help = _("Looks at texts as posting does, and prints for each one line of JSON: whether it would be held, and why.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help=_("one JSON object a line: id, kind, lang, title, body, author_trust")
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        lists, learned = lists_in_use(), learned_in_use()
        texts = [(row.get("id", number), *post_of(number, row)) for number, row in rows_of(options["file"])]
        for name, post, history in texts:
            begun = perf_counter()
            found = screen(post, lists, history, learned)
            took = (perf_counter() - begun) * 1000
            line = {
                "id": name,
                "verdict": found.verdict,
                "flags": list(found.flags),
                "reasons": list(found.quoted_reasons),
                "ms": round(took, 2),
            }
            self.stdout.write(json.dumps(line, ensure_ascii=False))
