"""52: crisis first, then the oldest; one reads at a time; one decision for each item; late work is told."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from moderation.models import Appeal, Case, Reason, Source, Visibility
from moderation.services import (
    Reporter,
    appeal,
    claim,
    decide,
    flag,
    hand_over,
    publish,
    release,
    remove,
    report,
)
from stories.models import Story
from stories.services import edit_story
from tests.factories import make_answer, make_member, make_post, make_story, make_thread
from tests.migrated import migrated_file
from tests.world import make_moderator

WHY = {"reason": "It insults.", "ground": "kind"}


def held(**fields):
    """A story in the queue, with its case."""
    story = make_story(visibility=Visibility.HELD, **fields)
    return story, Case.objects.open().get(kind="story", item_id=story.pk)


def age(case, hours):
    Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(hours=hours))


# --- The page ------------------------------------------------------------------------------------------------------
@pytest.fixture
def desk(client, db):
    """The browser of a moderator."""
    client.force_login(make_moderator(username="desk"))
    return client


def test_crisis_stands_first_then_the_oldest(desk):
    cases = [held(title=f"Story {number}") for number in range(3)]
    for (_story, case), hours in zip(cases, (1, 9, 5), strict=True):
        age(case, hours)
    flag(item=cases[0][0], source=Source.SCREENING, reason=Reason.SELF_HARM)
    page = desk.get("/moderation/").text
    order = sorted(range(3), key=lambda number: page.index(f"Story {number}"))
    assert order == [0, 1, 2]
    assert "Someone may be in danger." in page


def test_row_says_why_by_whom_and_what_its_author_did_before(desk):
    author = make_member(display_name="An Author")
    make_story(author=author)
    remove(by=make_moderator(), item=make_story(author=author), **WHY)
    story, _case = held(author=author, title="Look at me")
    flag(item=story, source=Source.SCREENING, reason=Reason.SPAM, words="a telephone number")
    page = desk.get("/moderation/").text
    for words in (
        "An Author",
        "automatic check: It is an advert or a scam (a telephone number)",
        "1 text that others can read, 1 decision against them",
    ):
        assert words in page


def test_text_that_was_changed_since_the_report_says_so(desk):
    story = make_story()
    report(item=story, by=Reporter(address="192.0.2.1", name="R. Eader"), reason="cruelty", words="Look at line two.")
    assert "changed since" not in desk.get("/moderation/").text
    Story.objects.update(body="Now kind.")
    page = desk.get("/moderation/").text
    assert "(the text was changed since)" in page
    assert "R. Eader" in page
    assert "Look at line two." in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("kind=answer", {"Answer"}),
        ("kind=story", {"Spanish", "Advert"}),
        ("language=es", {"Spanish"}),
        ("reason=spam", {"Advert"}),
        ("show=mine", {"Advert"}),
        ("kind=poem&reason=x&language=zz&show=all", {"Answer", "Spanish", "Advert"}),
    ],
)
def test_filters_show_what_was_chosen(desk, asked, shown):
    make_answer(visibility=Visibility.HELD, body="Answer of mine")
    held(title="Spanish", language="es")
    advert, case = held(title="Advert")
    flag(item=advert, source=Source.SCREENING, reason=Reason.SPAM)
    claim(by=User.objects.get(username="desk"), case=case)
    rows = desk.get(f"/moderation/?{asked}").context["rows"]
    names = {"Answer" if row.case.kind == "answer" else row.title for row in rows}
    assert names == shown


def test_what_may_upset_is_folded_until_it_is_opened(desk):
    story, _case = held()
    assert "Show the text" not in desk.get("/moderation/").text
    flag(item=story, source=Source.SCREENING, reason=Reason.SELF_HARM)
    assert "Show the text" in desk.get("/moderation/").text


def test_number_of_queries_is_the_same_for_one_and_for_ten_of_every_kind(desk):
    """That the moderator was shown them is written down the first time, in one step for all of them."""
    held()
    desk.get("/moderation/")
    counts, again = [], []
    for more in (1, 9):
        for _number in range(more):
            for maker in (make_answer, make_story, make_thread, make_post):
                item = maker(visibility=Visibility.HELD)
                flag(item=item, source=Source.SCREENING, reason=Reason.SPAM)
        for opened in (counts, again):
            with CaptureQueriesContext(connection) as captured:
                desk.get("/moderation/")
            opened.append(len(captured))
    assert again[0] == again[1] < 26, again
    assert counts[0] == counts[1] == again[0] + 6, counts


def test_pages_of_the_queue_are_short(desk):
    for _number in range(21):
        held()
    assert len(desk.get("/moderation/").context["rows"]) == 20
    assert len(desk.get("/moderation/?page=2").context["rows"]) == 1
    assert desk.get("/moderation/?page=99999").status_code == 200


# --- One at a time -------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_second_moderator_neither_claims_nor_decides_what_one_is_reading():
    story, case = held()
    first, second = make_moderator(), make_moderator()
    assert claim(by=first, case=case)
    assert not claim(by=second, case=case)
    with pytest.raises(ValidationError, match="Another moderator is reading"):
        publish(by=second, item=story)
    assert publish(by=first, item=story)


@pytest.mark.django_db
def test_claim_runs_out_and_can_be_let_go():
    story, case = held()
    first, second = make_moderator(), make_moderator()
    claim(by=first, case=case)
    assert not release(by=second, case=case)
    Case.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert claim(by=second, case=case)
    assert release(by=second, case=case)
    assert publish(by=first, item=story)


@pytest.mark.django_db
def test_nobody_claims_the_own_text_and_members_claim_nothing():
    moderator = make_moderator()
    _story, case = held(author=moderator)
    assert not claim(by=moderator, case=case)
    with pytest.raises(PermissionDenied):
        claim(by=make_member(), case=case)


@pytest.mark.django_db
def test_case_that_is_handed_over_is_anothers_and_a_crisis_is_told_to_all():
    story, case = held()
    first, second, third = (make_moderator() for _number in range(3))
    hand_over(by=first, case=case, to=second, reason="Please.", is_crisis=True)
    case.refresh_from_db()
    assert (case.claimed_by, case.risk) == (second, "crisis")
    assert second.notifications.filter(kind="moderation").exists()
    hand_over(by=second, case=case, to=None, reason="Somebody, please.", is_crisis=True)
    assert third.notifications.filter(kind="moderation").exists()
    assert not story.author.notifications.filter(kind="moderation").exists()


@pytest.mark.django_db
def test_text_that_waits_for_its_author_leaves_the_list_and_comes_back_with_new_words(desk):
    story, _case = held(title="Asked")
    decide(by=make_moderator(), item=story, action="ask", **WHY)
    assert "Asked" not in desk.get("/moderation/").text
    assert "Asked" in desk.get("/moderation/?show=asked").text
    story.refresh_from_db()
    edit_story(by=story.author, story=story, title="Asked", body="Without the name.")
    assert "Asked" in desk.get("/moderation/").text


@pytest.mark.django_db(transaction=True)
def test_of_five_who_claim_or_decide_at_once_one_does(tmp_path):
    database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    if connection.vendor == "sqlite":
        database = f"sqlite:///{shutil.copy(migrated_file(), tmp_path / 'site.sqlite3')}"
    command, environment = [sys.executable, "-m", "tests.security.deciding"], os.environ | {"DATABASE_URL": database}
    said = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE).stdout
    assert json.loads(said) == {"claims": 1, "decisions": 1, "kept": 1}


# --- Status --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_status_is_quiet_while_nothing_is_late(capsys):
    held()
    call_command("moderation_status", "--max-age", "24h")
    assert "Cases: 1" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "limit", "is_late"), [(25, "24h", True), (23, "24h", False), (25, "2d", False)])
def test_status_exits_with_one_when_a_case_is_late(hours, limit, is_late):
    _story, case = held()
    age(case, hours)
    if not is_late:
        call_command("moderation_status", "--max-age", limit)
        return
    with pytest.raises(CommandError) as late:
        call_command("moderation_status", "--max-age", limit)
    assert late.value.returncode == 1


@pytest.mark.django_db
def test_late_appeal_counts_and_what_waits_for_its_author_does_not():
    story, case = held()
    decide(by=make_moderator(), item=story, action="ask", **WHY)
    age(case, 99)
    call_command("moderation_status")
    other = make_story()
    decision = remove(by=make_moderator(), item=other, **WHY)
    appeal(by=other.author, decision=decision, words="")
    Appeal.objects.update(made_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(CommandError):
        call_command("moderation_status")


@pytest.mark.django_db
def test_status_refuses_a_time_that_is_none():
    with pytest.raises(CommandError):
        call_command("moderation_status", "--max-age", "soon")
