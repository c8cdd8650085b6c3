"""42: nothing is kept longer than the privacy page says, and it says what is done."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Invitation
from accounts.retention import NO_ADDRESS
from members.models import Profile
from moderation.kinds import kind_of
from moderation.models import Case, Decision, ProposedChange, Report, Snapshot, TextPrint
from moderation.services import Reporter, open_case, report
from notifications.models import Mail, Notification
from notifications.services import notify
from notifications.tasks import send_mails
from pages.data_map import DATA_MAP
from pages.data_without_people import WITHOUT_PEOPLE
from questions.models import Concern, DraftVisit, PageFeedback
from questions.services import give_feedback
from schedule.jobs import jobs
from schedule.purging import count_expired, purge_expired
from schedule.retention import rules
from schedule.services import run_due
from tests.factories import (
    make_answer,
    make_member,
    make_post,
    make_question,
    make_story,
    make_summary,
    make_thanks,
    make_thread,
    make_user,
)
from tests.faults import expect_none
from writing.models import Draft, Submission, Tally

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
RULES = {rule.name: rule for rule in rules()}
EXPECTED = {
    "unconfirmed-accounts": 14,
    "unused-confirmations": 14,
    "invitations": 0,
    "ended-sessions": 0,
    "devices": 30,
    "network-addresses": 7,
    "notifications": 90,
    "mails": 90,
    "tasks": 14,
    "drafts-of-visitors": 14,
    "drafts-of-members": 180,
    "traces-of-forms": 30,
    "tallies": 2,
    "page-feedback": 365,
    "concerns": 365,
    "snapshots": 365,
    "text-prints": 180,
    "decided-changes": 30,
    "report-addresses": 7,
    "reports": 365,
    "adverts-answers": 30,
    "adverts-stories": 30,
    "adverts-threads": 30,
    "adverts-posts": 30,
    "adverts-thanks": 30,
    "removed-pictures": 184,
    "draft-visits": 2,
}
"""What a health community may keep; the network address of a visit for a week (the bar says 7 days, the issue 30)."""


def newcomer(moment: datetime) -> Any:
    user = make_user(date_joined=moment, email="new@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=False)
    return user


def confirmation(moment: datetime) -> Any:
    address = EmailAddress.objects.get(user=make_member())
    return EmailConfirmation.objects.create(email_address=address, created=moment, key="k")


def device(*, created_at: datetime | None = None, last_seen_at: datetime | None = None) -> Any:
    session = Session.objects.create(
        session_key="open", session_data="", expire_date=timezone.now() + timedelta(days=9)
    )
    row = UserSession.objects.create(user=make_member(), session_key=session.session_key, ip="192.0.2.0", user_agent="")
    UserSession.objects.filter(pk=row.pk).update(
        created_at=created_at or timezone.now(), last_seen_at=last_seen_at or timezone.now()
    )
    return row


def news(moment: datetime) -> Any:
    notify(kind="decision", recipients=[make_user()], title="News", url="/", key="old")
    Notification.objects.update(made_at=moment)
    return Notification.objects.get()


def task(moment: datetime) -> Any:
    send_mails.enqueue()
    DBTaskResult.objects.update(status="SUCCESSFUL", started_at=moment, finished_at=moment)
    return DBTaskResult.objects.get()


def draft(moment: datetime, **writer: Any) -> Any:
    return Draft.objects.create(kind="story", fields={"body": "x"}, url="/", updated_at=moment, **writer)


def feedback(moment: datetime) -> Any:
    row = give_feedback(summary=make_summary(), is_helpful=False)
    PageFeedback.objects.filter(pk=row.pk).update(sent_at=moment)
    return row


def concern(moment: datetime) -> Any:
    return Concern.objects.create(
        question=make_question(),
        kind="problem",
        words="My words.",
        due_on=moment.date(),
        outcome="corrected",
        explanation="Done.",
        settled_at=moment,
        settled_by=make_user(),
        opened_at=moment,
    )


def advert(item: Any, kind: str, moment: datetime) -> Any:
    decision = {"ground": "sell-nothing", "reason": "It sells.", "action": "reject", "made_at": moment}
    author = kind_of(item).author_of(item)
    Decision.objects.create(kind=kind, item_id=item.pk, author=author, by=make_user(), **decision)
    return item


def removed_picture(moment: datetime) -> Any:
    return advert(Profile.objects.create(member=make_user(), picture_key="x", visibility="removed"), "picture", moment)


def reported(moment: datetime) -> Any:
    """What a visitor reported, and a moderator settled at once."""
    made, _is_new = report(item=make_story(), by=Reporter(address="192.0.2.1"), reason="spam", words="Look.")
    Case.objects.update(settled_at=timezone.now())
    Report.objects.filter(pk=made.pk).update(sent_at=moment)
    return made


def snapshot(moment: datetime) -> Any:
    return Snapshot.objects.create(kind="story", item_id=7, author=make_user(), body="x", digest="x", taken_at=moment)


MAKERS = {
    "unconfirmed-accounts": newcomer,
    "unused-confirmations": confirmation,
    "invitations": lambda moment: Invitation.objects.create(token_hash="x", expires_at=moment),
    "ended-sessions": lambda moment: Session.objects.create(session_key="s", session_data="", expire_date=moment),
    "devices": lambda moment: device(created_at=moment),
    "network-addresses": lambda moment: device(last_seen_at=moment),
    "notifications": news,
    "mails": lambda moment: Mail.objects.create(recipient=make_user(), made_at=moment),
    "tasks": task,
    "drafts-of-visitors": lambda moment: draft(moment, token_hash="0" * 64),
    "drafts-of-members": lambda moment: draft(moment, owner=make_user()),
    "traces-of-forms": lambda moment: Submission.objects.create(
        member=make_user(), fingerprint="0" * 64, url="/", sent_at=moment
    ),
    "tallies": lambda moment: Tally.objects.create(key="0" * 64, value=1, expires_at=moment),
    "page-feedback": feedback,
    "concerns": concern,
    "snapshots": snapshot,
    "text-prints": lambda moment: TextPrint.objects.create(
        kind="story", item_id=7, author=make_user(), value=1, made_at=moment
    ),
    "decided-changes": lambda moment: ProposedChange.objects.create(
        target_kind="story", target_id=7, author=make_user(), url="/", visibility="visible", posted_at=moment
    ),
    "report-addresses": reported,
    "reports": reported,
    "adverts-answers": lambda moment: advert(make_answer(visibility="removed"), "answer", moment),
    "adverts-stories": lambda moment: advert(make_story(visibility="removed"), "story", moment),
    "adverts-threads": lambda moment: advert(make_thread(visibility="removed"), "thread", moment),
    "adverts-posts": lambda moment: advert(make_post(visibility="removed"), "post", moment),
    "adverts-thanks": lambda moment: advert(make_thanks(visibility="removed"), "thanks", moment),
    "removed-pictures": removed_picture,
    "draft-visits": lambda moment: DraftVisit.objects.create(
        summary=make_summary(is_published=False), person=make_user(), seen_at=moment
    ),
}
"""For each rule a row that is as old as the moment says."""


def test_rules_are_as_strict_as_they_have_to_be():
    assert {name: rule.days for name, rule in RULES.items()} == EXPECTED


@pytest.mark.parametrize("name", RULES)
def test_row_goes_on_its_day_and_not_before(name):
    limit = timezone.now() - timedelta(days=RULES[name].days)
    row = MAKERS[name](limit + timedelta(minutes=5))
    assert purge_expired()[name] == 0
    type(row).objects.get(pk=row.pk)
    purge_expired(now=timezone.now() + timedelta(minutes=10))
    left = type(row).objects.filter(pk=row.pk).first()
    assert left is None or emptied(left)


def emptied(row: Any) -> bool:
    left = {getattr(row, name, None) for name in ("words", "body", "address_hash", "picture_key")}
    return getattr(row, "ip", None) == NO_ADDRESS or "" in left


@pytest.mark.parametrize("since", ["an open case", "a later decision", "the author’s own text"])
def test_advert_about_which_something_is_open_or_that_is_back_stays(since):
    story = advert(make_story(visibility="removed"), "story", timezone.now() - timedelta(days=31))
    if since == "an open case":
        open_case(item=story)
    elif since == "a later decision":
        advert(story, "story", timezone.now())
    else:
        type(story).objects.filter(pk=story.pk).update(visibility="visible")
    assert purge_expired()["adverts-stories"] == 0


def test_words_that_a_later_decision_is_about_stay():
    kept = snapshot(timezone.now() - timedelta(days=400))
    what = {"kind": "story", "item_id": kept.item_id, "author": kept.author, "by": make_user()}
    Decision.objects.create(**what, action="publish", ground="keeps")
    assert purge_expired()["snapshots"] == 0


def test_trial_run_changes_nothing_and_the_real_one_leaves_no_row_over_age():
    for name, make in MAKERS.items():
        if name != "devices":  # one browser is enough
            make(timezone.now() - timedelta(days=RULES[name].days, minutes=5))
    before = count_expired()
    assert {name for name, count in before.items() if count} == MAKERS.keys() - {"devices"}
    assert f"{sum(before.values())} would go." in said("purge", "--dry-run")
    assert count_expired() == before
    assert f"{sum(before.values())} gone." in said("purge")
    expect_none(name for name, count in count_expired().items() if count)
    assert "0 gone." in said("purge_expired")


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_it_runs_every_night():
    job = next(job for job in jobs() if job.name == "purge-expired")
    assert job.every == timedelta(days=1)
    MAKERS["mails"](NIGHT - timedelta(days=91))
    done, failed = run_due(now=NIGHT)
    assert ("purge-expired" in done, failed) == (True, [])
    assert not Mail.objects.exists()


def test_rule_that_fails_stops_no_other_and_is_told(monkeypatch):
    MAKERS["mails"](timezone.now() - timedelta(days=91))

    def fail(_before: datetime) -> None:
        raise RuntimeError

    monkeypatch.setattr("notifications.retention.old_notifications", fail)
    with pytest.raises(CommandError, match="notifications"):
        call_command("purge_expired", stdout=StringIO())
    assert not Mail.objects.exists()


# --- The data map says the same --------------------------------------------------------------------------------------
def days_in(words: str) -> set[int]:
    return {int(days) for days in re.findall(r"(\d+) days", words)}


def test_data_map_says_the_days_of_each_rule():
    for entry, line in DATA_MAP.items():
        days = {RULES[name].days for name in line.rules} - {0}
        assert days <= days_in(str(line.how_long)), entry


def test_data_map_promises_no_days_that_no_rule_keeps():
    """A session that is not used ends by itself after fourteen."""
    for entry, line in DATA_MAP.items():
        days = {RULES[name].days for name in line.rules}
        if "ended-sessions" in line.rules:
            days.add(14)
        assert days_in(str(line.how_long)) <= days, entry


def test_each_rule_is_told_in_the_data_map_where_its_table_is():
    told = {(name, entry.rpartition(".")[0]) for entry, line in DATA_MAP.items() for name in line.rules}
    silent = {rule.name for rule in RULES.values() if (rule.name, rule.table) not in told}
    assert silent == {name for name in silent if RULES[name].table in WITHOUT_PEOPLE}


def test_privacy_page_shows_how_long(client):
    html = client.get("/about/privacy/").content.decode()
    for words in ("deleted after 14 days", "7 days after the last visit", "30 days at most", "180 days for members"):
        assert words in html
