"""Each step of a version by its button: done once, refused in a sentence, written down."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from questions.admin import steps
from questions.models import Question, Review, Summary
from tests.factories import make_question, make_review, make_source, make_summary
from tests.questions.desk import BODY, publisher, specialist, writer

pytestmark = pytest.mark.django_db


def at(name, summary):
    return reverse(f"admin:summary-{name}", args=[summary.pk])


def draft(**fields):
    return make_summary(is_published=False, **{"sources": [make_source()], "body": BODY} | fields)


def submitted(client, **fields):
    summary = draft(**fields)
    client.force_login(writer())
    client.post(at("submit", summary), {"note": ""})
    summary.refresh_from_db()
    assert summary.state == "submitted"
    return summary


def decision(**values):
    due_on = timezone.localdate() + timedelta(days=365)
    return {"decision": "approved", "due_on": due_on.isoformat(), "note": "Compared with the sources."} | values


def test_way_from_draft_to_readers_by_three_people(client):
    summary = submitted(client)
    dr = specialist(display_name="Dr Wu")
    client.force_login(dr)
    client.post(at("review", summary), decision())
    client.force_login(publisher())
    client.post(at("publish", summary), {"note": ""})
    question = Question.objects.get(pk=summary.question_id)
    assert (question.published_summary, question.current_review.reviewer) == (summary, dr)
    page = client.get(at("version", summary)).content.decode()
    assert page.count("→") >= 3
    assert "Dr Wu, blood specialist" in page
    assert "Compared with the sources." in page


@pytest.mark.parametrize("name", ["submit", "publish", "retire"])
def test_opening_the_page_of_a_step_changes_nothing(client, name):
    summary = draft()
    client.force_login(publisher(is_superuser=True))
    assert client.get(at(name, summary)).status_code == 200
    assert Summary.objects.get().state == "draft"


def test_second_click_changes_nothing(client):
    summary = draft()
    client.force_login(publisher())
    for _click in range(2):
        assert client.post(at("publish", summary), {"note": ""}).status_code == 302
    assert summary.transitions.count() == 1


def test_specialist_asks_for_a_change_and_the_writer_answers_with_a_new_version(client):
    summary = submitted(client)
    client.force_login(specialist())
    client.post(at("review", summary), decision(decision="changes-asked", due_on="", note="Name the study."))
    client.force_login(writer())
    assert "Name the study." in client.get(at("version", summary)).content.decode()
    first = client.post(at("revise", summary))
    again = client.post(at("revise", summary))
    assert first.headers["Location"] == again.headers["Location"]
    assert Summary.objects.filter(state="draft").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due_on": ""}, "An approval says when the next review is due."),
        ({"due_on": "soon"}, "Enter a valid date."),
        ({"due_on": "2126-01-01"}, "reviewed again within 36 months"),
        ({"decision": ""}, "This field is required."),
        ({"decision": "changes-asked", "note": ""}, "Say what has to change."),
    ],
)
def test_decision_that_does_not_fit_is_refused_and_keeps_the_note(client, wrong, sentence):
    summary = submitted(client)
    client.force_login(specialist())
    page = client.post(at("review", summary), decision() | wrong).content.decode()
    assert sentence in page
    assert "<title>Error:" in page
    assert wrong.get("note") == "" or "Compared with the sources." in page
    assert not Review.objects.exists()


def test_text_with_an_error_is_not_approved_and_the_sentence_says_which(client):
    summary = submitted(client, body="## A\n\nIt is so.", sources=[])
    client.force_login(specialist())
    page = client.post(at("review", summary), decision()).content.decode()
    assert page.count("The section “A” cites no source.") >= 2
    assert not Review.objects.exists()


def test_author_is_told_that_they_cannot_review(client):
    author = writer(credential="blood specialist", conflict_of_interest="None.", is_superuser=True)
    summary = submitted(client, author=author)
    client.force_login(author)
    assert "You cannot review this version" in client.get(at("review", summary)).content.decode()
    assert "You wrote part of this text." in client.post(at("review", summary), decision()).content.decode()
    assert not Review.objects.exists()


def test_specialist_who_lost_the_role_in_between_is_refused_and_keeps_the_note(client):
    summary, dr = submitted(client), specialist()
    client.force_login(dr)
    assert client.get(at("review", summary)).status_code == 200
    dr.user_permissions.remove(*dr.user_permissions.filter(codename="review_summary"))
    page = client.post(at("review", summary), decision(note="Two hours of reading.")).content.decode()
    assert "Only specialists review" in page
    assert "Two hours of reading." in page
    assert not Review.objects.exists()


def test_database_that_goes_away_while_publishing_leaves_nothing_half_published(client, monkeypatch):
    summary = draft()
    client.force_login(publisher())

    def gone(**_values):
        raise OperationalError("server closed the connection")

    taken = steps.STEPS["publish"]
    monkeypatch.setitem(steps.STEPS, "publish", steps.Step(taken.heading, taken.words, taken.button, taken.done, gone))
    response = client.post(at("publish", summary), {"note": "A long note that I would not like to type again, at all."})
    assert response.status_code == 503
    assert "A long note that I would not like to type again" in response.content.decode()
    summary.refresh_from_db()
    assert (summary.state, summary.transitions.count()) == ("draft", 0)
    assert Question.objects.get().published_summary is None


def test_retired_version_gives_way_to_the_one_before(client):
    question = make_question()
    first = make_summary(question=question)
    second = make_summary(question=question, change_size="content")
    client.force_login(publisher())
    assert "bring_back" not in client.get(at("retire", second)).content.decode()
    client.post(at("retire", second), {"note": "Wrong number."})
    question.refresh_from_db()
    assert question.published_summary == first


@pytest.mark.parametrize("is_ticked", [False, True])
def test_after_a_clinical_change_the_version_before_comes_back_only_where_the_publisher_says_so(client, is_ticked):
    question = make_question()
    first = make_summary(question=question)
    second = make_summary(question=question, change_size="clinical")
    client.force_login(publisher())
    assert "Show version 1 again" in client.get(at("retire", second)).content.decode()
    client.post(at("retire", second), {"note": "Wrong number."} | ({"bring_back": "on"} if is_ticked else {}))
    question.refresh_from_db()
    assert question.published_summary == (first if is_ticked else None)
    assert client.get(question.get_absolute_url()).status_code == 200


def test_versions_are_compared_with_the_published_one_and_with_any_other(client):
    question = make_question()
    make_summary(question=question, short_answer="Usually not at all.")
    make_summary(question=question, short_answer="Mostly not at all.")
    third = make_summary(question=question, is_published=False, short_answer="Seldom at all.")
    client.force_login(specialist())
    page = client.get(at("compare", third)).content.decode()
    assert "<del>Mostly not</del>" in page
    assert "<ins>Seldom</ins>" in page
    page = client.get(at("compare", third), {"with": "1", "as": "inline"}).content.decode()
    assert "<del>Usually not</del><ins>Seldom</ins> at all." in page
    assert client.get(at("compare", third), {"with": "99"}).status_code == 404
    assert client.get(at("compare", third), {"with": "x"}).status_code == 404


def test_first_version_has_nothing_to_compare_with(client):
    client.force_login(specialist())
    assert "There is no other version" in client.get(at("compare", draft())).content.decode()


def test_words_of_a_text_cannot_break_out_of_the_comparison(client):
    question = make_question()
    make_summary(question=question, short_answer="Safe words.")
    second = make_summary(question=question, is_published=False, short_answer="<script>alert(1)</script> words.")
    client.force_login(specialist())
    assert "<script>alert" not in client.get(at("compare", second)).content.decode()


def test_publishing_many_first_says_which_fail_and_why(client):
    good, bad = draft(), draft(body="## A\n\nIt is so.", sources=[])
    done = make_summary()
    client.force_login(publisher())
    chosen = {"action": "publish_many", "_selected_action": [good.pk, bad.pk, done.pk]}
    response = client.post(reverse("admin:questions_summary_changelist"), chosen, follow=True)
    page = response.content.decode()
    assert "Publish 1 version" in page
    assert "The section “A” cites no source." in page
    assert "Version 1 is published." in page
    good.refresh_from_db()
    assert good.state == "draft"


def test_publishing_many_publishes_what_passes_and_nothing_else(client):
    good, other, bad = draft(), draft(), draft(body="## A\n\nIt is so.", sources=[])
    client.force_login(publisher())
    response = client.post(reverse("admin:summary-publish-many"), {"pk": [good.pk, other.pk, bad.pk]}, follow=True)
    assert "2 versions published." in response.content.decode()
    assert set(Summary.objects.filter(state="published")) == {good, other}


def test_publishing_many_is_for_publishers(client):
    client.force_login(writer())
    summary = draft()
    assert client.post(reverse("admin:summary-publish-many"), {"pk": [summary.pk]}).status_code == 403
    assert Summary.objects.get().state == "draft"


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["version", "review", "compare"])
def test_pages_of_a_version_need_the_same_number_of_queries_for_few_and_many(client, name):
    def filled(count):
        question = make_question()
        for _number in range(count):
            sources = [make_source() for _source in range(count)]
            summary = make_summary(question=question, sources=sources, body=BODY)
            make_review(summary=summary)
        return summary

    few, many = filled(2), filled(9)
    client.force_login(publisher())
    client.get("/admin/")  # now and then a request also notes that the session is alive
    assert queries_of(client, at(name, few)) == queries_of(client, at(name, many)) <= 24
