"""35: who leaves is gone from every table, page, file and cache, also when a backup brings them back."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from forum.models import Post
from pages.erasing import erase_again, erase_member
from pages.erasures import KEPT, drop_old, read_erasures
from stories.models import Story
from tests.canary import CANARY, NAME, make_canary
from tests.factories import make_member, make_post, make_user
from tests.faults import expect_none

pytestmark = pytest.mark.django_db
PUBLIC = (
    "/",
    "/stories/",
    "/forum/",
    "/conditions/asthma/",
    "/conditions/asthma/stories/",
    "/conditions/asthma/forum/",
)


@pytest.fixture
def ledger(settings, tmp_path) -> Path:
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    return settings.ERASURES_FILE


@pytest.fixture
def canary(settings, tmp_path, ledger) -> User:
    settings.MEDIA_ROOT, settings.FIRST_POSTS_HELD = tmp_path / "media", 0
    return make_canary()


def dump() -> dict[str, int]:
    """In how many rows of each table the member's words stand, whether a model knows the table or not."""
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            counts[table] = sum(CANARY in str(row).lower() for row in cursor.fetchall())
    return {table: count for table, count in counts.items() if count}


def pages(paths) -> str:
    client = Client(raise_request_exception=False)
    return "".join(client.get(path).content.decode() for path in paths)


def erase(who: User, *more: str) -> str:
    out = StringIO()
    call_command("erase_user", who.username, "--ticket", "T-9", *more, stdout=out)
    return out.getvalue()


def test_nothing_is_found_in_a_dump_a_page_a_file_or_the_cache(
    canary, settings, caplog, django_capture_on_commit_callbacks
):
    reply = make_post(thread=make_post(author=canary, body=f"{CANARY} said").thread, quoted=Post.objects.latest("pk"))
    paths = [*PUBLIC, f"/members/{CANARY}/", reply.thread.get_absolute_url(), "/search/?q=Zoe"]
    paths.append(Story.objects.get(author=canary).get_absolute_url())
    assert len(dump()) > 15
    assert NAME in pages(paths)
    assert list(settings.MEDIA_ROOT.rglob("*.jpg"))
    with caplog.at_level("INFO"), django_capture_on_commit_callbacks(execute=True):
        assert erase(canary).startswith("Erased.")
    assert dump() == {}
    assert CANARY not in pages(paths).lower()
    assert not list(settings.MEDIA_ROOT.rglob("*.jpg"))
    expect_none(key for key, value in getattr(cache, "_cache", {}).items() if CANARY.encode() in value)
    assert f"Erasure of account {canary.pk}, request T-9." in caplog.text
    assert CANARY not in caplog.text


def test_texts_may_stay_without_a_name(canary):
    erase(canary, "--texts", "keep")
    story = Story.objects.get(author=canary)
    assert "Former member" in pages([story.get_absolute_url()])
    assert NAME not in pages([story.get_absolute_url(), *PUBLIC])


def test_erasure_answers_a_request_and_leaves_an_owner():
    with pytest.raises(CommandError, match="--ticket"):
        call_command("erase_user", make_member().username)
    with pytest.raises(CommandError, match="only owner"):
        erase(make_user(is_superuser=True))


# --- Backups ---------------------------------------------------------------------------------------------------------
def fields_of(member: User) -> dict:
    return {field.attname: getattr(member, field.attname) for field in User._meta.concrete_fields}


def test_erasure_is_done_again_after_a_backup_brought_the_member_back(ledger, django_capture_on_commit_callbacks):
    member, other = make_member(display_name="Zoe"), make_member(display_name="Amal")
    backup = fields_of(member)
    with django_capture_on_commit_callbacks(execute=True):
        erase_member(member=member, texts="remove")
    assert "Zoe" not in ledger.read_text()
    User.objects.filter(pk=member.pk).update(**backup)
    out = StringIO()
    call_command("erase_again", stdout=out)
    call_command("erase_again", stdout=out)
    assert out.getvalue().splitlines() == ["Erased again: 1 of 1 on the list.", "Erased again: 0 of 1 on the list."]
    member.refresh_from_db()
    other.refresh_from_db()
    assert (member.display_name, other.display_name) == ("Former member", "Amal")


def test_newcomer_with_the_number_of_who_left_is_not_erased(ledger, django_capture_on_commit_callbacks):
    member = make_member()
    with django_capture_on_commit_callbacks(execute=True):
        erase_member(member=member, texts="keep")
    User.objects.filter(pk=member.pk).update(closed_at=None)  # joined at another moment
    with ledger.open() as file:
        assert erase_again(read_erasures(file)) == 0


def test_list_forgets_what_no_backup_needs_and_only_its_owner_reads_it(
    ledger, monkeypatch, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        erase_member(member=make_member(), texts="keep")
        erase_member(member=make_member(), texts="choose", removed=[("story", 4)])
    assert ledger.stat().st_mode & 0o777 == 0o600
    drop_old()
    with ledger.open() as file:
        assert [its.removed for its in read_erasures(file)] == [(), (("story", 4),)]
    monkeypatch.setattr("pages.erasures.KEPT", KEPT * 0)
    drop_old()
    assert ledger.read_text() == ""


def test_list_that_cannot_be_read_is_said(ledger):
    for words in (None, "no list", "{}"):
        if words:
            ledger.write_text(words)
        with pytest.raises(CommandError, match="not a list of erasures"):
            call_command("erase_again", stdout=StringIO())
