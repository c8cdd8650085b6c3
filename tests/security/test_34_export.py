"""34: members take along all that is held of them, in one click, and nothing that somebody else wrote."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import ForeignKey

from accounts.models import User
from pages.account import export_of
from tests.canary import CANARY, make_canary
from tests.factories import PASSWORD, make_answer, make_member
from tests.faults import expect_none

pytestmark = pytest.mark.django_db
OTHERS = ("It was not in my family.", "I wake at four", "A short walk helps me.", "It began in spring")
"""What the factories let others write."""
CONNECTIONS = {"accounts.User_groups", "accounts.User_user_permissions"}


@pytest.fixture
def canary(settings, tmp_path):
    settings.MEDIA_ROOT, settings.FIRST_POSTS_HELD = tmp_path, 0
    return make_canary()


def models_about(person: type) -> set[str]:
    """Every table with a column that points at a person: a new one fails the test until it is exported."""
    return {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is person
    }


def test_every_table_that_points_at_members_is_in_the_export():
    expect_none(models_about(User) - CONNECTIONS - export_of(make_member()).keys())


def test_own_records_are_in_it_and_nobody_else_s_text(canary):
    held = export_of(canary)
    said = json.dumps(held, default=str)
    expect_none(words for words in OTHERS if words in said)
    for table in ("questions.Answer", "questions.HelpfulVote", "accounts.Consent", "moderation.Decision"):
        assert held[table], table
    assert held["members.Profile"][0]["picture"].startswith("data:image/jpeg;base64,")
    assert CANARY in held["usersessions.UserSession"][0]["user_agent"]


def test_one_click_gives_the_file_and_no_cache_keeps_it(client):
    member = make_member()
    make_answer(author=member, body="Rest helped me.")
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.get("/account/data/my-data.json")
    assert response["Cache-Control"].startswith("private, no-store")
    assert "Rest helped me." in response.content.decode()


def test_owner_writes_the_same_by_hand_into_a_file_that_only_they_read(canary, tmp_path, caplog):
    path = tmp_path / "export.json"
    with caplog.at_level("INFO", "cairn.audit"):
        call_command("export_user", canary.email, "--ticket", "T-7", "--output", str(path))
    assert json.loads(path.read_text())["records"].keys() == export_of(canary).keys()
    assert path.stat().st_mode & 0o777 == 0o600
    assert f"Export of account {canary.pk}, request T-7." in caplog.text
    assert CANARY not in caplog.text
    with pytest.raises(FileExistsError):
        call_command("export_user", canary.email, "--ticket", "T-7", "--output", str(path))


@pytest.mark.parametrize("said", ["nobody", "999999", "", "9" * 30])
def test_account_that_is_not_there_is_not_exported(said):
    with pytest.raises(CommandError, match="No open account"):
        call_command("export_user", said, "--ticket", "T-1", stdout=StringIO())
