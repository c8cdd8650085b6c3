from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from questions.models import Question, Review, Source, Summary
from tests.factories import (
    make_condition,
    make_question,
    make_source,
    make_specialist,
    make_summary,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
ADD, LIST = "admin:questions_summary_add", "admin:questions_summary_changelist"


def staff(*codenames, **fields):
    user = make_user(is_staff=True, conflict_of_interest="None.", **fields)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def writer(client):
    user = staff("add_summary", "change_summary", "view_summary", "publish_summary")
    client.force_login(user)
    return user


def form(**values):
    return {
        "condition": make_condition().pk,
        "topic": make_topic().pk,
        "verdict": "usually-no",
        "short_answer": "Usually not.",
        "body": "## What is known\n\nLittle. [1]",
        "source_keys": make_source().key,
        "change_note": "First version.",
    } | values


def test_editor_writes_a_draft_with_its_sources_in_the_order_of_their_numbers(client, writer):
    first, second = make_source(), make_source()
    values = form(source_keys=f"{second.key}\n{first.key}", body="## A\n\nOne. [1] [2]")
    response = client.post(reverse(ADD), values)
    assert response.status_code == 302
    summary = Summary.objects.get()
    assert (summary.author, summary.state, summary.number) == (writer, "draft", 1)
    assert [citation.source for citation in summary.citations.all()] == [second, first]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"source_keys": "nowhere"}, "There is no source with the key “nowhere”."),
        ({"body": "## A\n\nClaim. [7]"}, "The text cites [7], and there is no such source."),
        ({"body": "# A\n\nClaim."}, "is a heading of the first level"),
        ({"short_answer": "word " * 61}, "The short answer has 61 words; 60 is the most."),
    ],
)
def test_draft_that_cannot_be_shown_is_refused_in_a_sentence_and_keeps_what_was_typed(client, writer, wrong, sentence):
    response = client.post(reverse(ADD), form(change_note="My note stays.") | wrong)
    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert "My note stays." in html
    assert not Summary.objects.exists()


def test_draft_is_changed_in_place_and_published_by_an_action(client, writer):
    client.post(reverse(ADD), form())
    summary = Summary.objects.get()
    change = reverse("admin:questions_summary_change", args=[summary.pk])
    assert client.get(change).status_code == 200
    client.post(change, form(short_answer="Better.", body="## B\n\nMore."))
    client.post(reverse(LIST), {"action": "publish", "_selected_action": [summary.pk]})
    summary.refresh_from_db()
    assert (summary.short_answer, summary.state) == ("Better.", "published")
    assert Question.objects.get().published_summary == summary


def test_published_version_can_only_be_read(client, writer):
    summary = make_summary(short_answer="As it was.")
    change = reverse("admin:questions_summary_change", args=[summary.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, form(short_answer="Changed.")).status_code == 403
    summary.refresh_from_db()
    assert summary.short_answer == "As it was."


def test_retiring_is_an_action(client, writer):
    summary = make_summary()
    client.post(reverse(LIST), {"action": "retire", "_selected_action": [summary.pk]})
    summary.refresh_from_db()
    assert summary.state == "retired"


def test_writer_without_the_right_to_publish_has_no_such_action(client):
    client.force_login(staff("add_summary", "change_summary", "view_summary"))
    summary = make_summary(is_published=False)
    client.post(reverse(LIST), {"action": "publish", "_selected_action": [summary.pk]})
    summary.refresh_from_db()
    assert summary.state == "draft"


def test_specialist_reviews_under_their_own_name(client):
    specialist = staff("review_summary", "view_summary", "view_review", credential="haematologist", display_name="Dr A")
    client.force_login(specialist)
    summary = make_summary()
    due_on = timezone.localdate() + timedelta(days=100)
    values = {"summary": summary.pk, "decision": "approved", "due_on": due_on, "note": ""}
    response = client.post(reverse("admin:questions_review_add"), values)
    assert response.status_code == 302
    review = Review.objects.get()
    assert (review.reviewer, review.reviewer_name, review.reviewer_credential) == (specialist, "Dr A", "haematologist")


def test_approval_without_a_due_date_is_refused(client):
    client.force_login(staff("review_summary", "view_summary", "view_review", credential="haematologist"))
    values = {"summary": make_summary().pk, "decision": "approved", "due_on": "", "note": ""}
    html = client.post(reverse("admin:questions_review_add"), values).content.decode()
    assert "An approval says when the next review is due." in html
    assert not Review.objects.exists()


def test_author_who_is_a_specialist_cannot_review_the_own_text(client):
    author = staff(
        "review_summary", "view_summary", "view_review", "add_summary", "publish_summary", credential="doctor"
    )
    summary = make_summary(author=author)
    client.force_login(author)
    due_on = timezone.localdate() + timedelta(days=100)
    values = {"summary": summary.pk, "decision": "approved", "due_on": due_on}
    assert client.post(reverse("admin:questions_review_add"), values).status_code != 302
    assert not Review.objects.exists()


def test_source_that_is_corrected_in_the_admin_is_corrected_on_every_page_that_cites_it(client):
    client.force_login(staff("change_source", "view_source"))
    source = make_source(title="Old title")
    summary = make_summary(sources=[source], body="## A\n\nOne. [1]")
    values = {
        "key": source.key,
        "title": "New title",
        "organisation": source.organisation,
        "url": source.url,
        "published": source.published,
        "checked_on": source.checked_on,
    }
    client.post(reverse("admin:questions_source_change", args=[source.pk]), values)
    summary.refresh_from_db()
    assert Source.objects.get().title == "New title"
    assert "New title" in summary.sources_html


def test_preview_is_exactly_what_readers_get(client, writer):
    text = "## A\n\nOne. [1]\n\n::: notice\nMind this.\n:::\n"
    html = client.post(reverse("summary-preview"), {"content": text}).content.decode()
    assert html == make_summary(body=text, sources=[make_source()]).body_html


def test_preview_says_why_a_text_cannot_be_shown(client, writer):
    html = client.post(reverse("summary-preview"), {"content": "# <b>A</b>"}).content.decode()
    assert "heading of the first level" in html
    assert "<b>" not in html


def test_preview_is_for_staff_only(client):
    client.force_login(make_user())
    assert client.post(reverse("summary-preview"), {"content": "x"}).status_code == 302
    client.logout()
    assert client.post(reverse("summary-preview"), {"content": "x"}).status_code == 302


def test_every_admin_page_of_the_rooms_opens(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    make_summary(question=make_question())
    make_specialist()
    for name in ("topic", "source", "fact", "summary", "review", "answer"):
        assert client.get(reverse(f"admin:questions_{name}_changelist")).status_code == 200
    for name in ("condition", "symptom"):
        assert client.get(reverse(f"admin:conditions_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:conditions_{name}_add")).status_code == 200
    for name in ("stories_story", "forum_thread", "forum_post", "accounts_user"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
