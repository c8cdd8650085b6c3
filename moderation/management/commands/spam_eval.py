from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from moderation.measuring import Shares
from moderation.screening import Mark, screen
from moderation.screening_files import post_of, rows_of
from moderation.services.screening import learned_in_use, lists_in_use

IS_SPAM = {"spam": True, "genuine": False, "ham": False, "honest": False}


class Command(BaseCommand):
    help = _("Measures how many adverts of a labelled file are found and how many genuine texts are held.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("JSON Lines with label: spam or genuine, and body"))
        parser.add_argument("--fail", action="store_true", help=_("end with an error below the bar"))

    def handle(self, *_args: Any, **options: Any) -> None:
        shares, lists, learned = Shares(), lists_in_use(), learned_in_use()
        for number, row in rows_of(options["file"]):
            label = row.get("label")
            if label not in IS_SPAM:
                raise CommandError(_("Line %(number)d: label is neither spam nor genuine.") % {"number": number})
            post, history = post_of(number, row)
            begun = perf_counter()
            found = screen(post, lists, history, learned)
            shares.milliseconds.append((perf_counter() - begun) * 1000)
            is_held = Mark.SPAM in found.flags if IS_SPAM[label] else found.is_held
            name = "spam found" if IS_SPAM[label] else "genuine held"
            parts = [row[part] for part in ("level", "split") if row.get(part)] if IS_SPAM[label] else []
            shares.add([name, *(f"{name}, {part}" for part in parts)], is_found=is_held)
            if is_held != IS_SPAM[label]:
                shares.note_mistake(name, post.body)
        self.stdout.write("\n".join([*shares.mistakes, *shares.lines(), f"p95: {shares.p95():.1f} ms"]))
        is_below = shares.share("spam found") < 0.8 or shares.share("genuine held") > 0.06
        if options["fail"] and is_below:
            raise CommandError(_("Below the bar: 80 % of adverts, at most 6 % of genuine texts."))
