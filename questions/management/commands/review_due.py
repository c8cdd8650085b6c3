from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.due import DAYS_AHEAD, DueReview, due_reviews
from questions.services import remind_reviewers


class Command(BaseCommand):
    help = _("Prints the reviews that run out, by reads × days, and mails their reviewers once a day.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS_AHEAD, help=_("How far ahead to look (30)."))
        parser.add_argument("--no-mail", action="store_true", help=_("Only print."))

    def handle(self, *_args: Any, days: int, no_mail: bool, **_options: Any) -> None:
        today = timezone.localdate()
        due = due_reviews(today=today, days=days)
        self._print(_("Overdue"), [page for page in due if page.is_overdue])
        soon = ngettext("Due in %(n)d day", "Due in %(n)d days", days) % {"n": days}
        self._print(soon, [page for page in due if not page.is_overdue])
        if not no_mail:
            sent = len(remind_reviewers(due=due, today=today))
            self.stdout.write(ngettext("%(n)d reviewer reminded", "%(n)d reviewers reminded", sent) % {"n": sent})

    def _print(self, heading: str, pages: list[DueReview]) -> None:
        self.stdout.write(f"{heading}: {len(pages)}")
        for page in pages:
            reads = ngettext("%(n)d read", "%(n)d reads", page.reads) % {"n": page.reads}
            who = page.reviewer.display_name
            self.stdout.write(f"  {page.due_on:%Y-%m-%d}  {page.title}  ({reads}, {who})")
