"""A member's right over the whole site to take along everything that is held. pages/erasing.py is the other one.

It owns nothing. Each room says what it holds of a member; here that is put together.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

import accounts.rights
import forum.rights
import members.rights
import moderation.rights
import notifications.rights
import questions.rights
import stories.rights
import writing.rights
from accounts.models import User
from accounts.rights import OwnText, Records

EXPORTS: tuple[Callable[[User], Records], ...] = (
    accounts.rights.export,
    members.rights.export,
    questions.rights.export,
    stories.rights.export,
    forum.rights.export,
    moderation.rights.export,
    notifications.rights.export,
    writing.rights.export,
)
OWN_TEXTS: tuple[Callable[[User], list[OwnText]], ...] = (
    questions.rights.own_texts,
    stories.rights.own_texts,
    forum.rights.own_texts,
)


@dataclass(frozen=True)
class ExportPart:
    """The records of one table in words: each a list of names and values."""

    name: str
    records: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class ExportPage:
    """Everything that is held of a member, for reading."""

    site: str
    language: str
    made_at: datetime
    parts: tuple[ExportPart, ...]


def export_of(member: User) -> Records:
    """Everything that is held of a member, by table; nothing that somebody else wrote."""
    return {table: rows for export in EXPORTS for table, rows in export(member).items()}


def export_json(member: User) -> str:
    """The same for machines."""
    held = {"site": settings.SITE_URL, "made_at": timezone.now(), "records": export_of(member)}
    return json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def export_page(member: User) -> ExportPage:
    """The same for people: tables and columns by their names, choices in words, without what is empty."""
    parts = []
    for table, rows in export_of(member).items():
        model = apps.get_model(table)
        if rows:
            records = tuple(tuple(_in_words(model, row)) for row in rows)
            parts.append(ExportPart(capfirst(str(model._meta.verbose_name_plural)), records))
    return ExportPage(settings.SITE_NAME, settings.LANGUAGE_CODE, timezone.now(), tuple(parts))


def _in_words(model: type[models.Model], row: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = []
    for name, value in row.items():
        field = model._meta.get_field(name) if name in {its.name for its in model._meta.fields} else None
        label = capfirst(str(getattr(field, "verbose_name", name)))
        if value not in (None, "", [], {}):
            pairs.append((label, _words_of(field, value)))
    return pairs


def _words_of(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if choices := dict(getattr(field, "flatchoices", ())):
        return str(choices.get(value, value))
    return str(value) if isinstance(value, str | int) else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def own_texts(member: User) -> list[OwnText]:
    """All that a member wrote for others, the newest first."""
    texts = [text for room in OWN_TEXTS for text in room(member)]
    return sorted(texts, key=lambda text: text.posted_at, reverse=True)
