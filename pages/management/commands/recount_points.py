from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

import forum.services
import questions.services
import stories.services
from accounts.recounting import put_points


class Command(BaseCommand):
    help = "Counts the points of all members anew, from what they published and how often it helped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        rooms = (questions.services, stories.services, forum.services)
        changed = put_points(contributions=[room.contributions() for room in rooms])
        self.stdout.write(
            ngettext("The points of %(n)d member changed.", "The points of %(n)d members changed.", changed)
            % {"n": changed}
        )
