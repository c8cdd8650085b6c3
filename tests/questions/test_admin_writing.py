"""The writers' desk: nothing typed is lost, numbers keep to their sources, the checks speak."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from markup import article
from questions.admin import writing
from questions.models import Summary
from tests.factories import make_condition, make_source, make_summary, make_topic
from tests.questions.desk import BODY, person, typed, writer

pytestmark = pytest.mark.django_db
ADD = "admin:questions_summary_add"


@pytest.fixture
def noor(client):
    user = writer(display_name="Noor")
    client.force_login(user)
    return user


def change(summary):
    return reverse("admin:questions_summary_change", args=[summary.pk])


def draft(by, **fields):
    return make_summary(is_published=False, author=by, **{"sources": [make_source()], "body": BODY} | fields)


def sent(summary, **values):
    keys = [citation.source.key for citation in summary.citations.select_related("source")]
    own = {"body": summary.body, "short_answer": summary.short_answer, "revision": summary.revision}
    return typed(sources=keys, **own | values)


def test_writer_begins_a_draft_with_its_sources_in_the_order_of_their_numbers(client, noor):
    condition, topic = make_condition(name="Gout"), make_topic()
    first, second = make_source(), make_source()
    values = typed(sources=[second.key, first.key], body="## A\n\nOne. [1] [2]", condition="gout", topic=topic.pk)
    response = client.post(reverse(ADD), values)
    summary = Summary.objects.get()
    assert response.headers["Location"] == change(summary)
    assert (summary.author, summary.state, summary.question.condition) == (noor, "draft", condition)
    assert [citation.source for citation in summary.citations.all()] == [second, first]


def test_link_to_what_is_wanted_names_the_question(client, noor):
    condition, topic = make_condition(), make_topic()
    page = client.get(reverse(ADD), {"condition": condition.slug, "topic": topic.slug}).content.decode()
    assert f'value="{condition.slug}"' in page
    assert f'<option value="{topic.pk}" selected>' in page


def test_unknown_condition_is_answered_with_near_names(client, noor):
    make_condition(name="Cystic fibrosis")
    page = client.post(reverse(ADD), typed(condition="fibrosis", topic=make_topic().pk)).content.decode()
    assert "There is no condition “fibrosis”. Did you mean one of these: Cystic fibrosis?" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": "## A\n\nClaim. [3]"}, "The text cites [3], and there is no such source."),
        ({"body": "# A\n\nClaim."}, "is a heading of the first level"),
        ({"body": ""}, "This field is required."),
        ({"body": "word " * 40_000}, "The text has 200000 characters; 60,000 are the most."),
        ({"short_answer": "word " * 61}, "The short answer has 61 words; 60 is the most."),
        ({"sources-key": ["nowhere"]}, "There is no source with the key “nowhere”."),
        ({"verdict": "perhaps"}, "Select a valid choice."),
        ({"change_note": ""}, "This field is required."),
    ],
)
def test_text_that_cannot_be_shown_is_refused_in_a_sentence_and_keeps_what_was_typed(client, noor, wrong, sentence):
    summary = draft(noor)
    values = sent(summary, short_answer="My words stay.") | wrong
    response = client.post(change(summary), values)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "<title>Error:" in page
    assert "short_answer" in wrong or "My words stay." in page
    assert not wrong.get("body") or wrong["body"].split("\n")[-1].strip() in page
    summary.refresh_from_db()
    assert summary.revision == 1


def test_saving_changes_the_draft_and_says_so(client, noor):
    summary = draft(noor)
    response = client.post(change(summary), sent(summary, short_answer="Other words."), follow=True)
    assert "The draft is saved." in response.content.decode()
    summary.refresh_from_db()
    assert (summary.short_answer, summary.revision) == ("Other words.", 2)


def test_saving_twice_changes_nothing_the_second_time(client, noor):
    summary = draft(noor)
    for _click in range(2):
        assert client.post(change(summary), sent(summary, short_answer="Other words.", revision=1)).status_code == 302
    summary.refresh_from_db()
    assert summary.revision == 2


def test_second_of_two_editors_sees_both_texts_and_loses_none(client, noor):
    summary = draft(noor)
    first, second = sent(summary, body=BODY + " First."), sent(summary, body=BODY + " Second.")
    client.post(change(summary), first)
    response = client.post(change(summary), second)
    page = response.content.decode()
    assert "Noor saved this draft while you had it open." in page
    assert "First." in page
    assert "Second." in page
    assert Summary.objects.get().body.endswith("First.")
    again = client.post(change(summary), second | {"revision": 2})
    assert again.status_code == 302
    assert Summary.objects.get().body.endswith("Second.")


def test_check_button_says_what_it_finds_and_stores_nothing(client, noor):
    summary = draft(noor)
    values = sent(summary, body="## A\n\nYou should utilise it.") | {"_check": "1"}
    page = client.post(change(summary), values).content.decode()
    assert "The section “A” cites no source." in page
    assert "a plainer word is “use”" in page
    assert Summary.objects.get().body == BODY


def test_checks_stand_under_the_form_after_each_save(client, noor):
    summary = draft(noor, body="## A\n\nIt is so.", sources=[])
    assert "The section “A” cites no source." in client.get(change(summary)).content.decode()


def test_source_is_found_in_the_library_with_the_pages_that_cite_it(client, noor):
    source = make_source(title="Leukemia in twins")
    make_summary(sources=[source], body=BODY)
    summary = draft(noor)
    values = sent(summary, short_answer="My words stay.") | {"sources-find": "twins", "_find": "1"}
    page = client.post(change(summary), values).content.decode()
    assert "Leukemia in twins" in page
    assert "Cited on 1 page." in page
    assert "My words stay." in page
    assert 'role="alert"' not in page


def test_found_source_is_added_at_the_end(client, noor):
    summary, more = draft(noor), make_source()
    client.post(change(summary), sent(summary) | {"sources-add": more.key})
    assert [citation.source for citation in summary.citations.all()][-1] == more


def test_numbers_in_the_text_follow_a_source_that_moves(client, noor):
    one, two, three = make_source(), make_source(), make_source()
    summary = draft(noor, sources=[one, two, three], body="## A\n\nA. [1] B. [2] [3] C. [3]")
    client.post(change(summary), sent(summary) | {f"sources-place-{three.key}": "1"})
    summary.refresh_from_db()
    assert [citation.source for citation in summary.citations.all()] == [three, one, two]
    assert summary.body == "## A\n\nA. [2] B. [3] [1] C. [1]"


def test_numbers_follow_when_an_uncited_source_is_taken_out(client, noor):
    one, two = make_source(), make_source()
    summary = draft(noor, sources=[one, two], body="## A\n\nB. [2]")
    client.post(change(summary), sent(summary) | {"sources-remove": one.key})
    summary.refresh_from_db()
    assert [citation.source for citation in summary.citations.all()] == [two]
    assert summary.body == "## A\n\nB. [1]"


def test_source_that_is_still_cited_is_not_taken_out(client, noor):
    summary = draft(noor)
    page = client.post(change(summary), sent(summary) | {"sources-remove": summary.citations.get().source.key})
    assert "Source [1] is still cited." in page.content.decode()
    assert summary.citations.count() == 1


def test_submit_button_saves_and_submits(client, noor):
    summary = draft(noor)
    values = sent(summary, short_answer="The last words.") | {"_submit": "1"}
    del values["_save"]
    response = client.post(change(summary), values)
    assert response.headers["Location"] == reverse("admin:summary-version", args=[summary.pk])
    summary.refresh_from_db()
    assert (summary.state, summary.short_answer) == ("submitted", "The last words.")


def test_submitted_version_is_no_longer_edited(client, noor):
    summary = draft(noor)
    client.post(reverse("admin:summary-submit", args=[summary.pk]), {"note": ""})
    response = client.post(change(summary), sent(summary, short_answer="Too late."))
    assert response.headers["Location"] == reverse("admin:summary-version", args=[summary.pk])
    summary.refresh_from_db()
    assert summary.short_answer != "Too late."


def test_database_that_goes_away_keeps_what_was_typed(client, noor, monkeypatch):
    summary = draft(noor)

    def gone(**_values):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(writing, "edit_draft", gone)
    response = client.post(change(summary), sent(summary, body=BODY + " These words are dear to me."))
    assert response.status_code == 503
    assert "nothing was saved or published" in response.content.decode()
    assert "These words are dear to me." in response.content.decode()


def test_preview_is_exactly_the_public_rendering(client, noor):
    text = "## A\n\nB. [1]\n\n::: dots 4\nFour. [1]\n:::\n\n<script>alert(1)</script>"
    response = client.post(reverse("admin:summary-preview"), {"content": text})
    assert response.content.decode() == article.render(text).html


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("# <b>A</b>", "is a heading of the first level"), ("a" * 60_001, "too long to be shown here")],
)
def test_preview_of_what_cannot_be_shown_says_why(client, noor, text, sentence):
    page = client.post(reverse("admin:summary-preview"), {"content": text}).content.decode()
    assert sentence in page
    assert "<b>" not in page


def test_preview_page_shows_the_whole_draft_and_stores_nothing(client, noor):
    values = typed(body="## A\n\nB. [1]", short_answer="The short one.")
    page = client.post(reverse("admin:summary-preview-page"), values).content.decode()
    assert "The short one." in page
    assert article.render("## A\n\nB. [1]").html in page
    assert not Summary.objects.exists()


def test_desk_needs_the_same_number_of_queries_for_one_source_and_many(client, noor, django_assert_max_num_queries):
    sources = [make_source() for _number in range(12)]
    body = "## A\n\n" + " ".join(f"Claim. [{number}]" for number in range(1, 13))
    summary = draft(noor, sources=sources, body=body)
    client.get("/admin/")  # now and then a request also notes that the session is alive
    with django_assert_max_num_queries(17):
        client.get(change(summary))


def test_only_writers_write(client):
    client.force_login(person("view_summary"))
    assert client.get(reverse(ADD)).status_code == 403
