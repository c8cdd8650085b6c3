"""25: how often members write, vote and change: exact, also for requests in the same moment."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from forum.models import Post, Thread
from tests.factories import make_condition, make_member, make_post, make_thread
from tests.migrated import ROOT, migrated_file
from writing.limits import EDITS, REPLIES, REPORTS, TEXTS, VOTES, TooOftenError, check_rule

TABLE = {"default": {"BACKEND": "writing.tallies.TallyCache"}}
PROCESSES = 8


def make_old_member():
    member = make_member()
    member.date_joined = timezone.now() - timedelta(days=30)
    member.save(update_fields=["date_joined"])
    return member


@pytest.fixture(autouse=True)
def shared_counters(settings):
    """The counters that a site without Redis has."""
    settings.CACHES = TABLE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "a_day", "on_first_day"),
    [(TEXTS, 20, 3), (REPLIES, 100, 10), (EDITS, 30, 30), (VOTES, 50, 10), (REPORTS, 20, 20)],
    ids=lambda value: getattr(value, "name", None),
)
@pytest.mark.parametrize("is_new", [True, False], ids=["newcomer", "member"])
def test_day_has_an_exact_number(rule, a_day, on_first_day, is_new):
    member = make_member() if is_new else make_old_member()
    for _time in range(on_first_day if is_new else a_day):
        check_rule(rule, member=member)
    with pytest.raises(TooOftenError):
        check_rule(rule, member=member)
    check_rule(rule, member=make_old_member())


@pytest.mark.django_db
@pytest.mark.parametrize(("is_new", "pause"), [(True, 30), (False, 5)], ids=["newcomer", "member"])
def test_texts_keep_a_distance(settings, monkeypatch, is_new, pause):
    settings.NEWCOMER_PAUSE, settings.POST_PAUSE = 30, 5
    member, start = (make_member() if is_new else make_old_member()), timezone.now()
    check_rule(REPLIES, member=member)
    with pytest.raises(TooOftenError) as refused:
        check_rule(TEXTS, member=member)
    assert pause - 2 <= refused.value.seconds_left <= pause
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(seconds=pause + 1))
    check_rule(TEXTS, member=member)


@pytest.mark.django_db
def test_newcomer_s_first_day_has_no_midnight(monkeypatch):
    member = make_member()
    for _time in range(3):
        check_rule(TEXTS, member=member)
    later = member.date_joined + timedelta(hours=23)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(TooOftenError) as refused:
        check_rule(TEXTS, member=member)
    assert refused.value.again_at == member.date_joined + timedelta(days=1)


def start(times, database):
    command = [sys.executable, "-m", "tests.security.posting", "quick", str(times)]
    environment = os.environ | {"DATABASE_URL": database, "NEWCOMER_PAUSE": "0"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_eight_processes_at_once_get_no_more_than_one_alone(tmp_path):
    database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    if connection.vendor == "sqlite":
        database = f"sqlite:///{shutil.copy(migrated_file(), tmp_path / 'site.sqlite3')}"
    assert start(0, database).communicate()[0] == "0"
    at_once = [start(4, database) for _process in range(PROCESSES)]
    assert sum(int(process.communicate()[0]) for process in at_once) == REPLIES.on_first_day


@pytest.mark.django_db
def test_who_is_refused_reads_when_to_go_on_and_keeps_the_words(client):
    member, thread = make_member(), make_thread(author=make_old_member())
    client.force_login(member)
    for _time in range(REPLIES.on_first_day):
        check_rule(REPLIES, member=member)
    answer = client.post(f"/forum/threads/{thread.pk}/reply/", {"body": "My words.", "form_id": "1", "quote": ""})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "You can go on at" in answer.content.decode()
    assert "My words." in answer.content.decode()
    assert not Post.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["thread", "answer-vote", "edit"])
def test_each_form_is_counted(client, what):
    member, condition = make_member(), make_condition()
    client.force_login(member)
    post, own = make_post(author=make_member()), make_thread(author=member)
    rule = {"thread": TEXTS, "answer-vote": VOTES, "edit": EDITS}[what]
    for _time in range(rule.on_first_day):
        check_rule(rule, member=member)
    address, sent = {
        "thread": (
            "/forum/ask/check/",
            {"about": condition.slug, "title": "How?", "body": "I wonder how.", "audience": "anyone", "form_id": "1"},
        ),
        "answer-vote": (f"/forum/posts/{post.pk}/helped/", {}),
        "edit": (f"/forum/threads/{own.pk}/edit/", {"title": "How?", "body": "I wonder how.", "audience": "anyone"}),
    }[what]
    answer = client.post(address, sent)
    assert answer.status_code == 429, answer.content.decode()[:3000]
    assert Thread.objects.count() == 2
    cache.clear()
    assert client.post(address, sent).status_code == 302
