"""Each role sees what needs it today, in few queries however much there is."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from questions.dashboard import dashboard
from questions.models import DailyReads, Review, SourceCheck, Summary
from questions.services import (
    add_searches,
    ask_for_changes,
    give_feedback,
    raise_concern,
    revise_summary,
    submit_summary,
)
from tests.factories import (
    make_answer,
    make_condition,
    make_question,
    make_review,
    make_source,
    make_specialist,
    make_summary,
    make_topic,
    make_user,
)
from tests.questions.desk import BODY, READ, person, publisher, specialist, writer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def boxes(user):
    return {box.key: box for box in dashboard(user)}


def labels(user, key):
    return [line.label for line in boxes(user)[key].lines]


def draft(by=None, **fields):
    fields = {"sources": [make_source()], "body": BODY} | fields
    return make_summary(is_published=False, **({"author": by} if by else {}), **fields)


def submitted(by):
    summary = draft(by)
    return submit_summary(by=by, summary=summary)


def due_in(summary, days, *, by=None):
    """A review that runs out in so many days, or ran out before."""
    review = make_review(summary=summary, by=by)
    Review.objects.filter(pk=review.pk).update(
        reviewed_on=TODAY() - timedelta(days=400), due_on=TODAY() + timedelta(days=days)
    )
    return summary


def title(summary):
    return f"What about {summary.question.condition}?"


def read(question, count):
    DailyReads.objects.create(condition=question.condition, topic=question.topic, day=TODAY(), count=count)


@pytest.mark.parametrize(
    ("make", "keys"),
    [
        (
            writer,
            {"changes", "drafts", "unhelpful", "differs", "problems", "sources", "wanted"},
        ),
        (specialist, {"waiting", "overdue", "due"}),
        (
            publisher,
            {"approved", "overdue", "due", "unhelpful", "differs", "problems", "sources", "wanted"},
        ),
        (lambda: person(*READ), set()),
        (make_user, set()),
    ],
)
def test_role_decides_the_boxes(make, keys):
    assert boxes(make()).keys() == keys


def test_specialist_sees_what_was_submitted_by_others():
    dr, noor = specialist(), writer()
    waiting = submitted(noor)
    draft(noor)
    assert labels(dr, "waiting") == [str(waiting)]


def test_specialist_who_wrote_words_of_it_does_not_see_it_waiting():
    dr = person(*READ, "add_summary", "review_summary", credential="x", conflict_of_interest="None.")
    submitted(dr)
    assert labels(dr, "waiting") == []


def test_writer_sees_changes_asked_until_the_next_version_is_begun():
    noor = writer()
    summary = submitted(noor)
    ask_for_changes(by=specialist(), summary=summary, note="Name the study.")
    assert labels(noor, "changes") == [str(summary)]
    assert labels(writer(), "changes") == []
    revise_summary(by=noor, summary=summary)
    assert labels(noor, "changes") == []


def test_own_drafts_come_first_and_forgotten_ones_say_so():
    noor = writer()
    other, own = draft(), draft(noor)
    Summary.objects.filter(pk=own.pk).update(changed_at=timezone.now() - timedelta(days=15))
    assert labels(noor, "drafts") == [str(own), str(other)]
    assert boxes(noor)["drafts"].lines[0].detail.startswith("forgotten since")
    assert "forgotten" not in boxes(noor)["drafts"].lines[1].detail


def test_overdue_pages_are_ordered_by_reads_times_days():
    little, much, soon = (due_in(make_summary(), days) for days in (-100, -10, 5))
    read(little.question, 1)
    read(much.question, 500)
    user = publisher()
    assert labels(user, "overdue") == [title(much), title(little)]
    assert labels(user, "due") == [title(soon)]


def test_review_far_from_due_is_in_no_box():
    due_in(make_summary(), 31)
    assert labels(publisher(), "overdue") == labels(publisher(), "due") == []


def test_specialist_sees_their_own_reviews_run_out():
    dr = specialist()
    own = due_in(make_summary(), -3, by=dr)
    due_in(make_summary(), -3, by=make_specialist())
    assert labels(dr, "overdue") == [title(own)]


def test_unhelpful_pages_stand_with_their_words_until_they_are_read(client):
    summary, other = make_summary(), make_summary()
    for words in ("More on sleep.", "", "Too long."):
        feedback = give_feedback(summary=summary, is_helpful=False)
        feedback.words = words
        feedback.save()
    give_feedback(summary=other, is_helpful=False)
    give_feedback(summary=other, is_helpful=True)
    noor = writer()
    assert labels(noor, "unhelpful") == [str(summary), str(other)]
    assert boxes(noor)["unhelpful"].lines[0].words == ("Too long.", "More on sleep.")
    client.force_login(noor)
    client.post(f"/admin/questions/summary/{summary.pk}/heard/")
    assert labels(noor, "unhelpful") == [str(other)]


def test_concerns_stand_by_their_day_until_they_are_settled():
    first, second = make_summary().question, make_summary().question
    answer = make_answer(question=first)
    raise_concern(question=second, kind="problem", words="The number is wrong.")
    raise_concern(question=first, kind="differs", answer=answer)
    noor = writer()
    assert labels(noor, "problems") == [str(second)]
    assert boxes(noor)["problems"].lines[0].words == ("The number is wrong.",)
    assert labels(noor, "differs") == [str(first)]


def test_pages_that_lean_on_a_lost_source_are_named():
    lost, there = make_source(title="Lost one"), make_source()
    summary = make_summary(sources=[there, lost], body="## A\n\nOne. [1] Two. [2]")
    draft(sources=[lost])
    SourceCheck.objects.create(source=lost, result="vanished", status=404)
    SourceCheck.objects.create(source=there, result="ok", status=200)
    (line,) = boxes(writer())["sources"].lines
    assert line.label == str(summary)
    assert line.detail == "[2] Lost one: vanished"


def test_wanted_are_pages_that_people_read_where_nothing_is_written():
    written, empty, more = make_summary().question, make_question(), make_question()
    assembled = make_question(topic=make_topic(assembly="codes"))
    for question, count in ((written, 900), (empty, 5), (more, 50), (assembled, 70)):
        read(question, count)
    lines = boxes(writer())["wanted"].lines
    assert [line.label for line in lines] == [f"{q.condition}: {q.topic}" for q in (more, empty)]
    assert lines[0].url.endswith(f"?condition={more.condition.slug}&topic={more.topic.slug}")


def test_wanted_are_also_words_that_three_searches_used_without_a_result():
    empty = make_question()
    read(empty, 5)
    for words, days, count in (("blue fever", 0, 4), ("blue fever", 89, 5), ("a slip", 0, 2), ("long ago", 91, 50)):
        add_searches(day=TODAY() - timedelta(days=days), counts={words: count})
    noor = writer()
    searched, looked_at = boxes(noor)["wanted"].lines
    assert (searched.label, searched.url) == ("“blue fever”", "")
    assert searched.detail == "9 searches in 90 days without a result"
    assert looked_at.label == f"{empty.condition}: {empty.topic}"
    noor.user_permissions.add(Permission.objects.get(codename="view_condition"))
    noor = type(noor).objects.get(pk=noor.pk)
    assert boxes(noor)["wanted"].lines[0].url.endswith("/conditions/condition/?q=blue+fever")


def test_box_shows_ten_and_counts_all():
    noor = writer()
    for _number in range(12):
        draft(noor)
    box = boxes(noor)["drafts"]
    assert (len(box.lines), box.count) == (10, 12)


def everything(count, by):
    """So many of each thing that a box can hold."""
    for _number in range(count):
        submitted(by)
        draft(by)
        summary = make_summary(sources=[lost := make_source()], body=BODY)
        due_in(summary, -5)
        due_in(make_summary(), 5)
        SourceCheck.objects.create(source=lost, result="vanished")
        give_feedback(summary=summary, is_helpful=False)
        raise_concern(question=summary.question, kind="problem", words="Wrong.")
        read(make_question(condition=make_condition()), 3)


@pytest.mark.parametrize("count", [1, 12])
def test_index_of_a_person_with_every_role_needs_at_most_12_queries(client, count):
    user = person(
        *READ,
        "add_summary",
        "review_summary",
        "publish_summary",
        "settle_concern",
        credential="x",
        conflict_of_interest="None.",
    )
    everything(count, writer())
    client.force_login(user)
    client.get("/admin/")  # now and then a request also notes that the session is alive
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/admin/")
    assert response.status_code == 200
    assert len(captured) <= 12
    assert response.content.decode().count('class="box"') == 11
