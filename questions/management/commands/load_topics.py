from pathlib import Path
from typing import Any, Final

import yaml
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.services import put_topic

TOPICS: Final = Path(__file__).resolve().parents[2] / "data" / "topics.yaml"


class Command(BaseCommand):
    help = _("Adds the standard questions that this site does not have yet; those that it has stay as they are.")

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            topics = yaml.safe_load(TOPICS.read_text("utf-8"))
            with transaction.atomic():
                added = [topic["slug"] for topic in topics if put_topic(topic)]
        except ValidationError as error:
            raise CommandError(f"{TOPICS.name}: {' '.join(error.messages)}") from error
        except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError) as error:
            reason = _("%(file)s is not a list of topics: %(problem)s")
            raise CommandError(reason % {"file": TOPICS.name, "problem": error}) from error
        self.stdout.write(ngettext("%(n)d topic added", "%(n)d topics added", len(added)) % {"n": len(added)})
        for slug in added:
            self.stdout.write(f"  {slug}")
