from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from moderation.measuring import Shares
from moderation.screening import Mark, screen
from moderation.screening_files import post_of, rows_of
from moderation.services.screening import lists_in_use

SETS = Path(__file__).resolve().parents[2] / "data" / "evaluation"
MARK_OF = {"crisis": Mark.CRISIS, "advice": Mark.MISINFO}
BARS = {"crisis": (0.95, 0.20), "advice": (0.60, 0.125)}


class Command(BaseCommand):
    help = _(
        "Measures how many words of danger and how much harmful advice are found, and how many look-alikes are not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            default=sorted(SETS.glob("safety-*.jsonl")),
            help=_("JSON Lines with topic: crisis or advice, label: yes or no, lang and body; without any, our own"),
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        shares, lists = Shares(), lists_in_use()
        for path in options["files"]:
            for number, row in rows_of(path):
                topic, label = row.get("topic"), row.get("label")
                if topic not in MARK_OF or label not in {"yes", "no"}:
                    raise CommandError(_("Line %(number)d: topic or label is not known.") % {"number": number})
                post, _history = post_of(number, row)
                is_found = MARK_OF[topic] in screen(post, lists).flags
                name = f"{topic} {'found' if label == 'yes' else 'false alarm'}"
                shares.add([name, f"{name}, {row.get('lang', '')}"], is_found=is_found)
                if is_found != (label == "yes"):
                    shares.note_mistake(name, post.body)
        self.stdout.write("\n".join([*shares.mistakes, *shares.lines()]))
        for topic, (least, most) in BARS.items():
            if shares.share(f"{topic} found") < least or shares.share(f"{topic} false alarm") > most:
                raise CommandError(_("Below the bar: %(topic)s.") % {"topic": topic})
