"""What stands beside the writers' form: who else is at the draft, what editors say of it, the site's plainer words."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from questions.models import DraftVisit, PlainWord, SummaryComment
from questions.services import comment_on_summary, note_visit
from questions.services.desk import others_at
from tests.factories import make_source, make_summary, make_user
from tests.questions.desk import BODY, READ, person, publisher, specialist, typed, writer

pytestmark = pytest.mark.django_db


def draft(**fields):
    return make_summary(is_published=False, **{"sources": [make_source()], "body": BODY} | fields)


def at(name, summary):
    return reverse(f"admin:summary-{name}", args=[summary.pk])


def form_of(summary):
    return reverse("admin:questions_summary_change", args=[summary.pk])


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


# Who else is at it.


def test_the_second_editor_of_a_draft_sees_the_first_with_and_without_javascript(client):
    summary, noor, wren = draft(), writer(display_name="Noor"), writer(display_name="Wren")
    client.force_login(noor)
    assert client.post(at("presence", summary)).content.decode().strip() == ""
    client.force_login(wren)
    assert "Noor" in text_of(client.post(at("presence", summary)))
    client.post(form_of(summary), typed() | {"_check": "1"})
    client.force_login(noor)
    page = text_of(client.get(form_of(summary)))
    assert "Wren" in page.partition("Also at this draft:")[2]


def test_opening_a_draft_writes_nothing(client):
    summary = draft()
    client.force_login(writer())
    client.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        client.get(form_of(summary))
    assert not [query for query in captured if not query["sql"].startswith("SELECT")]
    assert not DraftVisit.objects.exists()


def test_who_has_been_away_for_five_minutes_is_no_longer_named():
    summary, noor, wren = draft(), writer(), writer()
    note_visit(by=noor, summary=summary)
    note_visit(by=noor, summary=summary)
    assert [visit.person for visit in others_at(summary, besides=wren)] == [noor]
    assert others_at(summary, besides=noor) == []
    DraftVisit.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    assert others_at(summary, besides=wren) == []


@pytest.mark.parametrize("make", [specialist, publisher, make_user])
def test_only_writers_are_at_a_draft(make):
    with pytest.raises(PermissionDenied):
        note_visit(by=make(), summary=draft())


# What editors say.


@pytest.mark.parametrize("make", [writer, specialist, publisher])
def test_everyone_who_works_on_versions_comments_and_the_writer_reads_it_at_the_form(client, make):
    summary, editor = draft(), make(display_name="Dr Vega")
    client.force_login(editor)
    response = client.post(at("version", summary), {"words": "Is <b>this</b> number of 2024?"})
    assert response.headers["Location"] == f"{at('version', summary)}#comments-h"
    client.force_login(writer())
    for address in (at("version", summary), form_of(summary)):
        page = text_of(client.get(address))
        assert "Is &lt;b&gt;this&lt;/b&gt; number of 2024?" in page
        assert "Dr Vega" in page


def test_comments_of_all_versions_of_a_question_stand_together(client):
    first = make_summary()
    second = draft(question=first.question)
    other = draft()
    noor = writer()
    for number, summary in enumerate((first, second, other)):
        comment_on_summary(by=noor, summary=summary, words=f"Word {number}.")
    client.force_login(noor)
    page = text_of(client.get(at("version", second)))
    assert page.index("Word 0.") < page.index("Word 1.")
    assert "on version 1" in page
    assert "Word 2." not in page


def test_a_comment_sent_twice_stands_once():
    summary, noor, wren = draft(), writer(), writer()
    for _click in range(2):
        comment_on_summary(by=noor, summary=summary, words="Yes.")
    comment_on_summary(by=wren, summary=summary, words="Yes.")
    comment_on_summary(by=noor, summary=summary, words="Yes.")
    assert [comment.author for comment in SummaryComment.objects.all()] == [noor, wren, noor]


@pytest.mark.parametrize(("words", "sentence"), [("  ", "This field is required."), ("x" * 2001, "at most 2000")])
def test_empty_and_endless_comments_are_refused_and_kept(client, words, sentence):
    client.force_login(writer())
    page = text_of(client.post(at("version", draft()), {"words": words}))
    assert sentence in page
    assert "<title>Error:" in page
    assert words.strip() in page
    assert not SummaryComment.objects.exists()


def test_readers_of_the_admin_do_not_comment(client):
    summary, reader = draft(), person(*READ)
    client.force_login(reader)
    assert "Add the comment" not in text_of(client.get(at("version", summary)))
    with pytest.raises(PermissionDenied):
        comment_on_summary(by=reader, summary=summary, words="Hello.")
    client.post(at("version", summary), {"words": "Hello."})
    assert not SummaryComment.objects.exists()


def test_the_database_takes_no_empty_comment():
    with pytest.raises(IntegrityError), transaction.atomic():
        SummaryComment.objects.create(summary=draft(), author=writer(), words="")
    with pytest.raises(ValidationError):
        comment_on_summary(by=writer(), summary=draft(), words="  ")


def test_readers_never_see_a_comment(client):
    summary = make_summary()
    comment_on_summary(by=writer(), summary=summary, words="Between us.")
    for address in (summary.question.get_absolute_url(), f"{summary.question.get_absolute_url()}history/"):
        assert "Between us." not in text_of(client.get(address))


def test_desk_needs_the_same_number_of_queries_for_one_comment_and_many(client):
    summary, noor = draft(), writer()
    client.force_login(noor)
    client.get("/admin/")
    counts = []
    for _round in range(2):
        for number in range(12):
            comment_on_summary(by=writer(), summary=summary, words=f"Word {number}.")
            note_visit(by=writer(), summary=summary)
        with CaptureQueriesContext(connection) as captured:
            client.get(form_of(summary))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# The site's own plainer words.


def finds(client, summary):
    return text_of(client.get(at("version", summary)))


def test_a_word_that_the_owner_adds_is_marked_and_one_that_they_clear_is_not(client):
    summary = draft(body=BODY + "\n\nMost people will ambulate additional steps. [1]")
    client.force_login(writer())
    before = finds(client, summary)
    assert "“additional”" in before
    assert "“ambulate”" not in before
    PlainWord.objects.create(word="Ambulate", plainer="walk")
    PlainWord.objects.create(word="additional", plainer="")
    PlainWord.objects.create(word="most", plainer="nearly all", language="de")
    after = finds(client, summary)
    assert "“ambulate”" in after
    assert "walk" in after
    assert "“additional”" not in after
    assert "nearly all" not in after


def test_publishers_keep_the_list_in_the_admin_and_a_word_stands_once(client):
    client.force_login(person("view_plainword", "add_plainword"))
    add = reverse("admin:questions_plainword_add")
    words = {"word": "ambulate", "plainer": "walk", "language": "en"}
    assert client.post(add, words).status_code == 302
    assert "The list has this word already." in text_of(client.post(add, words))
    client.force_login(writer())
    assert client.get(add).status_code == 403
