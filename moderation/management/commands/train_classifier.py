from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from moderation.services.teaching import FEWEST_ADVERTS, FEWEST_OTHERS, teach


class Command(BaseCommand):
    help = _(
        "Learns from the moderators' decisions, and measures on decisions that it has not seen whether that helps."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        table, measured = teach()
        words = _(
            "Adverts: %(adverts)d. Other texts: %(others)d. On texts that it had not seen: adverts found, "
            "%(recall).0f %%; others taken for adverts, %(false).1f %%."
        )
        values = {
            "adverts": measured.adverts,
            "others": measured.examples - measured.adverts,
            "recall": measured.recall * 100,
            "false": measured.false_share * 100,
        }
        self.stdout.write(words % values)
        if table.is_used:
            self.stdout.write(_("It counts from now on."))
        else:
            reason = _("It does not count yet. Wanted: adverts, %(adverts)d; others, %(others)d; better figures.")
            self.stdout.write(reason % {"adverts": FEWEST_ADVERTS, "others": FEWEST_OTHERS})
