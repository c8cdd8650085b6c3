"""How long things about people are kept: pure. Each room registers its own rules when the site starts, and
schedule/purging.py carries them out. The data map names the same rules, so that the privacy page says what is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Rule:
    """What is over age after `days`, counted from what the rule's function looks at.

    `over_age` names a function that takes a moment and returns the rows that were over by then. They are deleted, or
    given to the function that `forget` names, which must leave none of them over age.
    """

    name: str
    table: str
    days: int
    over_age: str
    forget: str = ""

    def rows(self, now: datetime) -> QuerySet[Any]:
        """The rows that have to go."""
        find: Callable[[datetime], QuerySet[Any]] = import_string(self.over_age)
        return find(now - timedelta(days=self.days))

    def carry_out(self, now: datetime) -> int:
        """Lets them go; returns how many there were."""
        rows = self.rows(now)
        count = rows.count()
        if not self.forget:
            rows.delete()
        elif count:
            forget: Callable[[QuerySet[Any]], object] = import_string(self.forget)
            forget(rows)
        return count


_rules: dict[str, Rule] = {}


def register_rule(rule: Rule) -> None:
    """Makes a rule known. Registering the same again changes nothing; two rules of one name are a mistake."""
    if _rules.setdefault(rule.name, rule) != rule:
        raise ValueError(f"Two rules are called “{rule.name}”.")


def rules() -> tuple[Rule, ...]:
    """All rules, in the order in which they were registered: sessions end before what is known of their devices."""
    return tuple(_rules.values())
