from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from members.services import count_map


class Command(BaseCommand):
    help = "Counts the members of every condition for the map. Run it once a day."

    def handle(self, *_args: Any, **_options: Any) -> None:
        changed = count_map()
        self.stdout.write(
            ngettext("The map of %(n)d condition changed.", "The maps of %(n)d conditions changed.", changed)
            % {"n": changed}
        )
