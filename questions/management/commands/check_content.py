from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.checking import checked_texts, said
from questions.checks import Severity, check
from questions.models import Summary, SummaryState

CHECKED = [SummaryState.SUBMITTED, SummaryState.APPROVED, SummaryState.PUBLISHED]


class Command(BaseCommand):
    help = "Checks every summary that readers see or soon may see; ends with 1 when it finds an error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drafts", action="store_true", help="Check drafts too.")
        parser.add_argument("--errors-only", action="store_true", help="Leave warnings out.")

    def handle(self, *_args: Any, drafts: bool, errors_only: bool, **_options: Any) -> None:
        states = [*CHECKED, SummaryState.DRAFT] if drafts else CHECKED
        versions, counts = 0, Counter[Severity]()
        for summary, text in checked_texts(Summary.objects.filter(state__in=states).order_by("question", "number")):
            versions += 1
            for finding in check(text):
                counts[finding.severity] += 1
                if finding.severity == Severity.ERROR or not errors_only:
                    self.stdout.write(f"{_name(summary)}: {finding.severity}: {said(finding)}")
        found = f"{versions} versions, {counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings."
        if counts[Severity.ERROR]:
            raise CommandError(found)
        self.stdout.write(found)


def _name(summary: Summary) -> str:
    question = summary.question
    return f"{question.condition.slug}/{question.topic.slug}/v{summary.number}"
