from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from moderation.services.phrase_lists import copy_lists
from moderation.word_lists import shipped


class Command(BaseCommand):
    help = _("Copies lists of phrases that come with Cairn, so that they can be edited in the admin.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help=_("names of lists; without any, all names are printed"))

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["names"]:
            self.stdout.write("\n".join(f"{one.topic}: {one.name}" for one in shipped()))
            return
        try:
            copied = copy_lists(options["names"])
        except LookupError as error:
            raise CommandError(_("There is no list called %(name)s.") % {"name": error}) from error
        self.stdout.write(_("Copied: %(names)s") % {"names": ", ".join(copied) or "–"})
