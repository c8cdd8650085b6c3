"""51: the log of staff actions is append-only and chained; a change is refused, and found where it was forced."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.models import Entry, Head
from audit.services import faults, hash_of, record
from moderation.models import Decision
from moderation.services import appeal, decide_appeal, publish, remove, suspend, undo
from tests.factories import make_member, make_story
from tests.world import make_moderator

pytestmark = pytest.mark.django_db
TABLES = ("audit_entry", "moderation_decision")
WHY = {"reason": "It insults.", "ground": "kind"}


@pytest.fixture
def log(db):
    """Decisions of several kinds, each in the log."""
    story, held = make_story(author=make_member()), make_story(visibility="held")
    publish(by=make_moderator(), item=held)
    decision = remove(by=make_moderator(), item=story, **WHY)
    undo(by=make_moderator(), decision=decision, reason="A joke.")
    again = remove(by=make_moderator(), item=story, **WHY)
    made = appeal(by=story.author, decision=again, words="")
    decide_appeal(by=make_moderator(), appeal=made, outcome="upheld", answer="No joke.")
    suspend(by=make_moderator(), member=story.author, days=1, **WHY)
    return list(Entry.objects.order_by("number"))


def force(sql):
    """Changes a table as somebody with the file or the owner's account could, against the database's refusal."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
            else:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        cursor.execute(sql)


def test_each_decision_has_its_row_with_who_and_no_words(log):
    assert [entry.action for entry in log] == [
        *("moderation.publish", "moderation.remove", "moderation.undo", "moderation.remove"),
        *("appeal.upheld", "moderation.suspend"),
    ]
    assert all(entry.by_id for entry in log)
    assert "insults" not in repr([vars(entry) for entry in log])


def test_whole_log_is_whole(log, capsys):
    call_command("audit_verify")
    assert "The log is whole: 6 rows." in capsys.readouterr().out


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET action = 'publish'", "DELETE FROM {}"])
def test_database_refuses_to_change_what_was_written(log, table, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))
    assert not list(faults())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET by_id = 1 WHERE number = 3",
        "UPDATE audit_entry SET action = 'moderation.publish' WHERE number = 2",
        "UPDATE audit_entry SET at = '2020-01-01' WHERE number = 1",
        "DELETE FROM audit_entry WHERE number = 3",
        "DELETE FROM audit_entry WHERE number = 6",
        "DELETE FROM audit_entry",
        "UPDATE moderation_decision SET reason = 'Because.' WHERE action = 'suspend'",
        "UPDATE moderation_appeal SET answer = 'Because.'",
        "DELETE FROM moderation_decision WHERE action = 'suspend'",
    ],
)
def test_change_that_was_forced_is_found(log, change):
    force(change)
    with pytest.raises(CommandError) as found:
        call_command("audit_verify")
    assert found.value.returncode == 1


def test_row_that_was_rewritten_with_a_fitting_hash_is_found_by_the_next(log):
    entry = log[2]
    entry.by_id = 1
    force(f"UPDATE audit_entry SET by_id = 1, hash = '{hash_of(entry)}' WHERE number = 3")
    assert any("Row 4" in fault for fault in faults())


def test_rows_of_one_moment_stand_in_one_line(db):
    for number in range(5):
        record(by=number, action="test")
    assert not list(faults())
    assert Head.objects.get().number == Entry.objects.count() == 5


def test_nobody_changes_it_in_the_admin(client, log):
    owner = make_member(is_staff=True, is_superuser=True)
    client.force_login(owner)
    assert client.get("/admin/audit/entry/").status_code == 200
    pk = log[0].pk
    assert client.post(f"/admin/audit/entry/{pk}/change/", {"action": "x"}).status_code == 403
    assert client.post(f"/admin/audit/entry/{pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/audit/entry/add/").status_code == 403


def test_moderator_reads_the_own_and_the_queues_rows_and_members_none(client, log):
    moderator = make_moderator()
    record(by=moderator.pk, action="own")
    record(by=moderator.pk + 1000, action="secret-role-change", about="user:1")
    client.force_login(moderator)
    page = client.get("/moderation/log/").text
    assert "moderation.remove" in page
    assert "own" in page
    assert "secret-role-change" not in page
    client.force_login(make_member())
    assert client.get("/moderation/log/").status_code == 403


def test_decision_is_not_deleted_with_anything_else(log):
    assert Decision.objects.count() == 5
