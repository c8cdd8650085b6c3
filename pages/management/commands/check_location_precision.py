import re
from collections.abc import Iterable
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils.translation import ngettext
from django_countries.data import COUNTRIES

from accounts.limits import network
from members.regions import country_of, is_region_of
from pages.data_map import DATA_MAP

FINER = re.compile(r"(^|_)(lat|lng|lon|latitude|longitude|coordinates?|geo\w*|cell|postcode|zip|city|street)($|_)")
ADDRESS = re.compile(r"(home|postal|street)_?address")
INEXACT = (models.FloatField, models.DecimalField)
KNOWN = COUNTRIES.keys() | {"XK"}
RATES = {
    "questions.Answer.helpful_rank",
    "moderation.PhraseList.points",
    "moderation.LearnedTable.recall",
    "moderation.LearnedTable.false_share",
}
"""Numbers with a fraction that are no places."""
PLACES_OF_PEOPLE = ("country", "region", "area")


class Command(BaseCommand):
    help = "Shows that no place finer than a country or its first-level region is stored of anybody."

    def handle(self, *_args: Any, **_options: Any) -> None:
        columns = column_faults(apps.get_models())
        rows = {label: count for label, count in row_faults().items() if count}
        for label in columns:
            self.stdout.write(f"{label} could hold a place that is too fine.")
        for label, count in rows.items():
            self.stdout.write(f"{label}: {count} off grid.")
        off = sum(rows.values())
        words = ngettext("%(n)d row off grid.", "%(n)d rows off grid.", off) % {"n": off}
        if off or columns:
            raise CommandError(f"{len(columns)} columns that could be too fine; {words}")
        self.stdout.write(f"{len(place_fields())} columns with places of people. {words}")


def column_faults(some_models: Iterable[type[models.Model]]) -> list[str]:
    """Columns about people that could hold a point, a postcode or an address. Numbers that are no counts are some."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in some_models
        if model._meta.app_label == "members" or any(entry.startswith(f"{model._meta.label}.") for entry in DATA_MAP)
        for field in model._meta.concrete_fields
        if FINER.search(field.name) or ADDRESS.search(field.name) or _is_inexact(model, field)
    ]


def row_faults() -> dict[str, int]:
    """How many rows of each column say something finer, or something that is no place at all."""
    found = {
        f"{model._meta.label}.{name}": sum(
            not is_coarse(value) for value in model.objects.exclude(**{name: ""}).values_list(name, flat=True)
        )
        for model, name in place_fields()
    }
    addresses = UserSession.objects.values_list("ip", flat=True)
    return found | {"usersessions.UserSession.ip": sum(network(ip) != ip for ip in addresses)}


def place_fields() -> list[tuple[Any, str]]:
    """Every column about people that says where they live."""
    named = [entry.rpartition(".") for entry in DATA_MAP if entry.rpartition(".")[2] in PLACES_OF_PEOPLE]
    return [(apps.get_model(label), name) for label, _dot, name in named]


def is_coarse(value: str) -> bool:
    """Whether a value is a country by its two letters, or a first-level region of one: ES, or ES-CT."""
    return value in KNOWN or is_region_of(value, country_of(value))


def _is_inexact(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    return isinstance(field, INEXACT) and f"{model._meta.label}.{field.name}" not in RATES
