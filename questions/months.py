"""Months in the database, for a constraint that compares dates."""

from typing import Any

from django.db import models


class MonthsLater(models.Func):
    """A date and so many months, as the database reckons it."""

    output_field = models.DateField()

    def __init__(self, day: Any, *, months: int) -> None:
        super().__init__(day, months=months)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '+%(months)s months')", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "((%(expressions)s)::date + interval '%(months)s months')"
        return self.as_sql(compiler, connection, template=template, **context)
