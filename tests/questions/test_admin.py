"""The lists of the admin, and who may open what."""

from copy import copy

import pytest
from django.db import connection
from django.db.models.base import ModelState
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questions.models import Answer, Summary
from tests.factories import (
    make_answer,
    make_condition,
    make_question,
    make_review,
    make_source,
    make_specialist,
    make_story,
    make_summary,
    make_thread,
    make_topic,
)
from tests.questions.desk import READ, person, publisher, specialist, writer

pytestmark = pytest.mark.django_db
ROOM = ["summary", "source", "review", "transition", "answer", "fact", "topic", "concern", "pagefeedback"]
LISTS = [*(f"questions_{name}" for name in ROOM), "conditions_condition", "stories_story", "forum_thread"]


@pytest.fixture
def owner(client):
    user = person(is_superuser=True)
    client.force_login(user)
    client.get("/admin/")  # the first request of a session notes it
    return user


def test_lists_need_the_same_number_of_queries_for_10_rows_and_1000(client, owner):
    pattern = fill()
    multiply(pattern, range(9))
    few = {name: queries_of(client, name) for name in LISTS}
    multiply(pattern, range(9, 999))
    assert Summary.objects.count() == Answer.objects.count() == 1000
    many = {name: queries_of(client, name) for name in LISTS}
    assert many == few
    assert max(many.values()) <= 10


def queries_of(client, name):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    return len(captured)


def multiply(pattern, numbers):
    """Further rows like these, one of each kind for each number, written in bulk."""
    made = {}
    for row in pattern:
        model = type(row)
        made[model] = model.objects.bulk_create([_like(row, number, at, made) for at, number in enumerate(numbers)])


def _like(row, number, at, made):
    """The same with other keys, belonging to the rows of the same number."""
    new = copy(row)
    new.pk, new._state = None, ModelState()
    for field in new._meta.concrete_fields:
        if field.is_relation and field.related_model in made and getattr(row, field.attname):
            setattr(new, field.name, made[field.related_model][at])
        elif field.name in {"slug", "key", "username", "email", "title", "name"}:
            setattr(new, field.name, f"{getattr(row, field.name)}-{number}")
    return new


def fill():
    """One row of each kind, those that others belong to first."""
    question = make_question(condition=make_condition(), topic=make_topic())
    summary = make_summary(question=question, sources=[make_source()])
    make_review(summary=summary, by=make_specialist())
    make_answer(question=question)
    summary.feedback.create(is_helpful=False, words="More on sleep.")
    question.concerns.create(kind="problem", words="It is wrong.", due_on="2026-12-01")
    source = summary.citations.get().source
    condition = question.condition
    fact = condition.facts.create(place=1, label="Inherited?", value="No", source=source)
    story, thread = make_story(condition=condition), make_thread(condition=condition)
    parts = [*summary.citations.all(), *summary.reviews.all(), *summary.transitions.all()]
    words = [*question.answers.all(), *summary.feedback.all(), *question.concerns.all()]
    return [condition, question.topic, source, question, summary, fact, *parts[:2], parts[-1], *words, story, thread]


@pytest.mark.parametrize("name", ["preview", "preview-page", "upload"])
def test_addresses_that_take_text_refuse_strangers_and_members(client, name):
    assert client.post(reverse(f"admin:summary-{name}"), {"content": "x"}).status_code == 302
    client.force_login(person())
    assert client.post(reverse(f"admin:summary-{name}"), {"content": "x"}).status_code == 403


def test_writer_neither_publishes_nor_reviews(client):
    user = writer()
    client.force_login(user)
    summary = make_summary(is_published=False)
    page = client.get(reverse("admin:summary-version", args=[summary.pk])).content.decode()
    assert reverse("admin:summary-submit", args=[summary.pk]) in page
    assert reverse("admin:summary-publish", args=[summary.pk]) not in page
    response = client.post(reverse("admin:summary-publish", args=[summary.pk]), {"note": ""})
    assert "Only publishers publish a summary." in response.content.decode()
    assert not Summary.objects.filter(state="published").exists()


def test_specialist_opens_no_draft_for_writing(client):
    client.force_login(specialist())
    summary = make_summary(is_published=False)
    response = client.get(reverse("admin:questions_summary_change", args=[summary.pk]))
    assert response.headers["Location"] == reverse("admin:summary-version", args=[summary.pk])
    assert client.get(reverse("admin:questions_summary_add")).status_code == 403


def test_readers_of_the_admin_change_nothing(client):
    client.force_login(person(*READ))
    summary = make_summary(is_published=False)
    for name in ("submit", "publish", "retire"):
        client.post(reverse(f"admin:summary-{name}", args=[summary.pk]), {"note": ""})
    summary.refresh_from_db()
    assert summary.state == "draft"


def test_records_and_answers_are_only_read(client, owner):
    summary = make_summary(sources=[make_source()])
    review = make_review(summary=summary)
    answer = make_answer(question=summary.question)
    for model, row in (("review", review), ("transition", summary.transitions.first()), ("answer", answer)):
        assert client.get(reverse(f"admin:questions_{model}_add")).status_code == 403
        change = reverse(f"admin:questions_{model}_change", args=[row.pk])
        assert client.get(change).status_code == 200
        assert client.post(change, {}).status_code == 403
        assert (
            client.post(reverse(f"admin:questions_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        )


def test_source_says_where_it_is_cited(client, owner):
    source = make_source()
    summary = make_summary(sources=[source])
    page = client.get(reverse("admin:questions_source_change", args=[source.pk])).content.decode()
    assert str(summary) in page
    assert reverse("admin:summary-version", args=[summary.pk]) in page


def test_change_of_a_source_reaches_the_pages_that_cite_it(client, owner):
    source = make_source()
    summary = make_summary(sources=[source])
    values = {
        "title": "A better title",
        "organisation": source.organisation,
        "url": source.url,
        "published": "2026",
        "checked_on": "2026-05-04",
    }
    assert client.post(reverse("admin:questions_source_change", args=[source.pk]), values).status_code == 302
    summary.refresh_from_db()
    assert "A better title" in summary.sources_html


@pytest.mark.parametrize("model", ["summary", "concern"])
@pytest.mark.parametrize("pk", ["x", "-1", "9" * 30, "1/2"])
def test_row_that_is_not_there_is_not_found(client, owner, model, pk):
    assert client.get(f"/admin/questions/{model}/{pk}/change/").status_code == 404


def test_publisher_sees_in_one_list_what_waits_where(client):
    client.force_login(publisher())
    make_summary(is_published=False)
    page = client.get(reverse("admin:questions_summary_changelist"), {"state__exact": "draft"}).content.decode()
    assert "1 summary" in page
