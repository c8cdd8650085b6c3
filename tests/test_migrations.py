"""While a site is brought up to date, the old code runs on the new tables for a moment: it must go on adding rows."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, CreateModel
from django.db.models import NOT_PROVIDED

from members.models import Profile
from moderation.kinds import moderated_kinds
from tests.factories import make_user
from tests.faults import expect_none

BEFORE = {
    "accounts": 10,
    "audit": 3,
    "conditions": 3,
    "forum": 10,
    "members": 9,
    "moderation": 9,
    "notifications": 2,
    "questions": 21,
    "schedule": 1,
    "stories": 8,
    "writing": 2,
}
"""The last migration of each room from before this rule. No release had run without what those added."""
NEW_IN_PROFILES = {"visibility", "shows_help"}


def needs_a_value(one: AddField) -> bool:
    field = one.field
    return not (field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)


def test_field_that_is_added_to_a_table_has_a_default_in_the_database():
    known = MigrationLoader(None).disk_migrations
    for app, name in sorted(known):
        if app not in BEFORE or int(name[:4]) <= BEFORE[app]:
            continue
        operations = known[app, name].operations
        made = {one.name_lower for one in operations if isinstance(one, CreateModel)}
        added = [one for one in operations if isinstance(one, AddField) and one.model_name_lower not in made]
        expect_none(f"{app} {name}: {one.model_name}.{one.name}" for one in added if needs_a_value(one))


def test_every_room_with_migrations_is_looked_at():
    ours = {its.label for its in apps.get_app_configs() if ".venv" not in its.path and "site-packages" not in its.path}
    assert {app for app, _name in MigrationLoader(None).disk_migrations if app in ours} == set(BEFORE)


@pytest.mark.django_db
def test_code_from_before_pictures_were_looked_at_adds_a_profile():
    profile = Profile(member=make_user())
    fields = [field for field in Profile._meta.concrete_fields if not field.primary_key]
    known = {
        its.column: its.get_prep_value(its.value_from_object(profile))
        for its in fields
        if its.name not in NEW_IN_PROFILES
    }
    marks = ", ".join(["%s"] * len(known))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO members_profile ({', '.join(known)}) VALUES ({marks})", list(known.values()))
    added = Profile.objects.get()
    assert (added.member, added.visibility, added.shows_help) == (profile.member, "visible", False)


def test_what_moderators_hold_has_its_defaults_in_the_database():
    for kind in moderated_kinds():
        fields = [kind.model_class()._meta.get_field(name) for name in sorted(NEW_IN_PROFILES)]
        assert [field.db_default for field in fields] == [False, "visible"], kind.name
