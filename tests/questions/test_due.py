"""Which reviews run out, in which order, and who is told."""

from datetime import datetime, timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import import_string

from questions.due import due_reviews
from questions.models import Review, ReviewReminder
from questions.services import add_reads, remind_reviewers
from schedule.jobs import jobs
from schedule.services import run_due
from tests.factories import (
    make_condition,
    make_question,
    make_review,
    make_specialist,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist():
    return make_specialist(email="doctor@example.org", display_name="Dr Who")


def page(slug, *, days, reads=0, by=None):
    """A page about a condition whose review is due in so many days."""
    question = make_question(condition=make_condition(slug=slug, name=slug.title()), topic=make_topic())
    review = make_review(summary=make_summary(question=question), by=by, days=400)
    due_on = timezone.localdate() + timedelta(days=days)
    Review.objects.filter(pk=review.pk).update(reviewed_on=due_on - timedelta(days=300), due_on=due_on)
    if reads:
        add_reads(day=timezone.localdate(), counts={(slug, question.topic.slug): reads})
    return question


def slugs(days=30):
    return [due.question.condition.slug for due in due_reviews(today=timezone.localdate(), days=days)]


def run(*arguments):
    output = StringIO()
    call_command("review_due", *arguments, stdout=output)
    return output.getvalue()


def test_what_ran_out_or_runs_out_soon_stands_there_by_reads_and_days():
    page("rare-and-late", days=-40, reads=1)
    page("read-and-late", days=-5, reads=90)
    page("read-and-soon", days=20, reads=200)
    page("far", days=31, reads=999)
    page("unread", days=-1)

    assert slugs() == ["read-and-late", "read-and-soon", "rare-and-late", "unread"]


def test_a_review_is_overdue_only_after_its_day():
    page("today", days=0)
    page("yesterday", days=-1)

    due = {due.question.condition.slug: due.is_overdue for due in due_reviews(today=timezone.localdate())}

    assert due == {"today": False, "yesterday": True}


def test_queries_do_not_grow_with_the_pages():
    for number in range(8):
        page(f"page-{number}", days=1)
    with CaptureQueriesContext(connection) as queries:
        due_reviews(today=timezone.localdate())
    assert len(queries) == 1


def test_hidden_conditions_and_retired_topics_wait_for_nobody():
    hidden, retired = page("hidden", days=1), page("retired", days=1)
    type(hidden.condition).objects.filter(pk=hidden.condition_id).update(is_published=False)
    type(retired.topic).objects.filter(pk=retired.topic_id).update(is_retired=True)

    assert slugs() == []


def test_the_command_prints_what_is_overdue_and_due():
    page("asthma", days=-3, reads=2)
    page("gout", days=5)

    lines = run("--no-mail").splitlines()

    assert lines[0] == "Overdue: 1"
    assert "What about Asthma?  (2 reads, Dr" in lines[1]
    assert lines[2] == "Due in 30 days: 1"
    assert not mail.outbox


def test_a_reviewer_gets_one_mail_a_day_without_a_condition_in_the_subject(
    specialist, django_capture_on_commit_callbacks
):
    page("asthma", days=-3, by=specialist)
    page("gout", days=5, by=specialist)

    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            run()

    (message,) = mail.outbox
    assert message.to == ["doctor@example.org"]
    assert not {"asthma", "gout"} & set(message.subject.casefold().split())
    assert "What about Asthma?" in message.body
    assert "ran out on" in message.body
    assert "/admin/questions/summary/" in message.body


def test_no_mail_leaves_when_the_reminder_is_taken_back(specialist):
    page("asthma", days=-3, by=specialist)

    remind_reviewers(due=due_reviews(today=timezone.localdate()), today=timezone.localdate())

    assert not mail.outbox  # the test's transaction never ends


def test_a_mail_that_failed_is_tried_again(specialist, django_capture_on_commit_callbacks):
    page("asthma", days=-3, by=specialist)
    with (
        patch("django.core.mail.EmailMessage.send", side_effect=ConnectionRefusedError),
        django_capture_on_commit_callbacks(execute=True),
    ):
        run()
    assert not ReviewReminder.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        assert "1 reviewer reminded" in run()

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "fields", [{"email": ""}, {"is_active": False}, {"credential": ""}, {"conflict_of_interest": ""}]
)
def test_whoever_can_no_longer_review_gets_no_mail(specialist, fields):
    page("asthma", days=-3, by=specialist)
    type(specialist).objects.filter(pk=specialist.pk).update(**fields)
    due = due_reviews(today=timezone.localdate())

    assert remind_reviewers(due=due, today=timezone.localdate()) == []


def test_a_reviewer_without_the_role_gets_no_mail(specialist):
    page("asthma", days=-3, by=specialist)
    specialist.user_permissions.clear()
    make_user()

    assert remind_reviewers(due=due_reviews(today=timezone.localdate()), today=timezone.localdate()) == []


def test_the_clock_reminds_specialists_once_a_week(specialist, django_capture_on_commit_callbacks):
    page("asthma", days=-3, by=specialist)
    monday = datetime(2026, 11, 23, 7, 5, tzinfo=timezone.get_current_timezone())
    for days in (0, 1, 6, 7):
        moment = monday + timedelta(days=days)
        with (
            patch("django.utils.timezone.now", return_value=moment),
            django_capture_on_commit_callbacks(execute=True),
        ):
            done, failed = run_due(now=moment)
        assert not failed
        assert ("reviews-remind" in done) == (days in {0, 7})
    assert len(mail.outbox) == 2


def test_jobs_of_this_room_name_functions_that_exist():
    assert {"reviews-remind", "searches-forget", "sources-look"} <= {job.name for job in jobs()}
    for job in jobs():
        assert callable(import_string(job.run))
