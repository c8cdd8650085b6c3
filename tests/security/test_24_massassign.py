"""24: a form takes the fields that it shows: whatever else is sent with them changes nothing.

What is sent besides is the name of every column of the site, each with a value that somebody would like to see in it.
Each form is sent twice as it is and once with all of that. What differs between the first two, such as keys that are
drawn by chance, says nothing; everything else must be the same.
"""

from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from forum.drafts import REPLY_FIELDS
from forum.forms import AskForm
from questions.answer_forms import AnswerForm
from tests.accounts.getting_in import JOIN, answers
from tests.crawl import Page
from tests.faults import expect_none
from tests.permission_rows import ROWS
from tests.security.filling import filled
from tests.world import VIEWERS, address, make_world

pytestmark = pytest.mark.django_db
LONG_AGO, MANY, MARK = date(2001, 2, 3), 98_765, "massassigned"
WRITERS = ("author", "member", "moderator", "editor", "owner", "stranger")
OWN = {
    *("is_staff", "is_superuser", "is_active", "is_verified", "points", "score", "trust", "trust_level", "status"),
    *("author", "author_id", "owner", "by", "member", "user", "reviewer", "reviewed_by", "reviewed_on", "visibility"),
    *("groups", "user_permissions", "posted_at", "published_at", "is_pinned", "helpful_count", "weight", "pk", "id"),
}
"""Names that are tried whether or not a table has such a column."""
ELSEWHERE = {
    "answer-draft": set(AnswerForm.base_fields),
    "ask-keep": set(AskForm.base_fields),
    "ask-write": set(AskForm.base_fields),
    "map-place": {"region"},
    "thread-keep": set(REPLY_FIELDS),
}
"""Buttons whose form stands at another address, and a field that is shown once a country is chosen."""
MARKS = {("writing_submission", "fingerprint"), ("django_session", "session_data")}
"""A hash of all that was sent, by which the same sending is known again, and the session, which is signed anew each
time: they say nothing of anyone."""
type Rows = dict[tuple[str, str], list[Any]]


def columns() -> dict[str, models.Field]:
    """A column of each name that any table has."""
    return {name: its for model in apps.get_models() for its in model._meta.concrete_fields for name in its_names(its)}


def its_names(column: models.Field) -> set[str]:
    return {column.name, column.attname}


def wished(column: models.Field | None, name: str, other: int) -> str:
    """What an attacker would write into it."""
    if column is None:
        return "on" if name.startswith("is_") else str(MANY if name in {"points", "score", "weight"} else other)
    if column.choices:
        return str(list(column.flatchoices)[-1][0])
    if isinstance(column, models.BooleanField):
        return "on"
    if isinstance(column, models.DateField):
        return LONG_AGO.isoformat()
    if isinstance(column, models.ForeignKey | models.AutoField):
        return str(other)
    return str(MANY) if isinstance(column, models.IntegerField | models.FloatField) else MARK


def extras(shown: set[str], other: int) -> dict[str, str]:
    known = columns()
    return {name: wished(known.get(name), name, other) for name in sorted(known.keys() | OWN) if name not in shown}


def stored() -> Rows:
    """Every column of every table, its values in order."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
            names = [column[0] for column in cursor.description]
            for name, values in zip(names, zip(*cursor.fetchall(), strict=True), strict=False):
                found[table, name] = [str(value) for value in values]
    return found


def after(browser: Client, path: str, values: dict[str, str]) -> Rows:
    """What is stored when the form was sent. It is undone."""
    cache.clear()
    cookies = browser.cookies.copy()
    with transaction.atomic():
        assert browser.post(path, values).status_code < 500, path
        rows = stored()
        transaction.set_rollback(True)
    browser.cookies = cookies
    return rows


def changed(browser: Client, path: str, values: dict[str, str], more: dict[str, str]) -> list[str]:
    """The columns in which what was sent besides arrived."""
    once, again, with_more = (after(browser, path, sent) for sent in (values, values, values | more))
    by_chance = {place for place in once.keys() | again.keys() if once.get(place) != again.get(place)}
    faults = []
    for place in (once.keys() | with_more.keys()) - MARKS:
        new = set(with_more.get(place, [])) - set(once.get(place, []))
        is_wish = any(mark in value for value in new for mark in (MARK, str(LONG_AGO), str(MANY)))
        if is_wish or (place not in by_chance and once.get(place) != with_more.get(place)):
            faults.append(f"{path} {place}")
    return faults


def writer_of(row: str) -> str | None:
    """Someone for whom the form does something."""
    return next((viewer for viewer in WRITERS if ROWS[row][VIEWERS.index(viewer)] in "OR"), None)


def values_of(browser: Client, path: str) -> tuple[dict[str, str], set[str]]:
    """What the form at this address sends, with words that every form takes, and the names that it shows."""
    response = browser.get(path)
    page = Page(path, response.status_code, dict(response.headers), response.content)
    shown = filled(page, words="It was a long way, and I slept well.", email="a@example.org") if page.is_html else {}
    sent = {"title": "How it went", "body": "It began in spring.", "agrees": "on", "consent": "on", **shown}
    return sent, set(sent) | {"q", "csrfmiddlewaretoken", "form_id", "next"}


def test_no_form_takes_a_field_that_it_does_not_show(monkeypatch):
    """Time stands still: what is stored of the second in which something was sent is the same each time."""
    world, faults, sent, now = make_world(), [], 0, timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    other = world.people["owner"].pk
    Authenticator.objects.update(data={"secret": "A" * 32})
    browsers = {viewer: world.browser(viewer, headers={"origin": "http://testserver"}) for viewer in WRITERS}
    for name in [row.removesuffix(" POST") for row in ROWS if row.endswith(" POST")]:
        viewer = writer_of(f"{name} POST")
        if viewer is None:
            continue
        path, browser = address(name, world), browsers[viewer]
        cookies = browser.cookies.copy()
        values, shown = values_of(browser, path)
        faults += changed(browser, path, values, extras(shown | ELSEWHERE.get(name, set()), other))
        browser.cookies = cookies
        sent += 1
    assert sent > 80
    expect_none(faults)


def test_newcomer_joins_with_nothing_but_what_the_form_asks_for(client):
    values = answers()
    expect_none(changed(client, JOIN, values, extras(set(values) | {"next", "email", "username"}, 1)))


def test_what_was_slipped_in_would_be_seen(client):
    """The comparison finds a column that did take what was sent besides."""
    values = answers()
    assert changed(client, JOIN, values, {"display_name": MARK})
