"""The readers' loop: without account, without cookie, within a limit; the outcome is public, the words are not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from questions.dashboard import dashboard
from questions.models import Answer, Concern, PageFeedback
from questions.services import (
    edit_answer,
    explain_feedback,
    give_feedback,
    mark_feedback_read,
    raise_concern,
    record_of,
    settle_concern,
)
from questions.views import readers
from schedule.purging import purge_expired
from tests.factories import make_answer, make_question, make_summary, make_user
from tests.questions.desk import writer
from writing.limits import Limit

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def url():
    return make_summary().question.get_absolute_url()


def test_page_asks_whether_it_helped_and_sets_no_cookie(client, url):
    response = client.get(url)
    page = response.content.decode()
    assert "Did this page answer your question?" in page
    assert f'action="{url}helpful/"' in page
    assert f'href="{url}problem/"' in page
    assert not response.cookies


def test_page_without_summary_does_not_ask(client):
    question = make_question()
    make_answer(question=question)
    assert "Did this page answer" not in client.get(question.get_absolute_url()).content.decode()
    assert client.get(f"{question.get_absolute_url()}problem/").status_code == 404


def test_yes_is_counted_without_account_or_cookie(client, url):
    response = client.post(f"{url}helpful/", {"helpful": "1"}, headers=HERE, follow=True)
    assert "Thank you" in response.content.decode()
    assert not response.client.cookies
    feedback = PageFeedback.objects.get()
    assert (feedback.is_helpful, feedback.words) == (True, "")


def test_no_is_counted_at_once_and_words_may_follow(client, url):
    asked = client.post(f"{url}helpful/", {"helpful": "0"}, headers=HERE)
    assert PageFeedback.objects.get().is_helpful is False
    page = asked.headers["Location"]
    assert "What were you looking for?" in client.get(page).content.decode()
    client.post(page, {"words": "When can I swim?"}, headers=HERE)
    assert PageFeedback.objects.get().words == "When can I swim?"
    client.post(page, {"words": "Something else."}, headers=HERE)
    assert PageFeedback.objects.get().words == "When can I swim?"


def test_made_up_token_leads_nowhere(client, url):
    give_feedback(summary=make_summary(), is_helpful=False)
    assert client.post(f"{url}helpful/1:x:y/", {"words": "x"}, headers=HERE).status_code == 404
    assert not PageFeedback.objects.exclude(words="").exists()


def test_token_of_one_page_is_no_good_on_another(client, url):
    token = client.post(f"{url}helpful/", {"helpful": "0"}, headers=HERE).headers["Location"].split("/")[-2]
    other = make_summary().question.get_absolute_url()
    assert client.post(f"{other}helpful/{token}/", {"words": "x"}, headers=HERE).status_code == 404


def test_problem_opens_a_task_with_a_day(client, url):
    client.post(f"{url}problem/", {"words": "The number is wrong."}, headers=HERE)
    concern = Concern.objects.get()
    assert (concern.kind, concern.words, concern.outcome) == ("problem", "The number is wrong.", "")
    assert concern.due_on == timezone.localdate() + timedelta(days=14)


def test_double_click_opens_one_task(client, url):
    for _click in range(2):
        client.post(f"{url}problem/", {"words": "The number is wrong."}, headers=HERE)
    assert Concern.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_report_that_does_not_fit_is_shown_again_with_the_reason(client, url, words):
    response = client.post(f"{url}problem/", {"words": words}, headers=HERE)
    page = response.content.decode()
    assert "<title>Error:" in page
    assert not Concern.objects.exists()
    assert words.strip() in page


def test_form_of_another_site_is_refused_and_keeps_the_words(client, url):
    response = client.post(f"{url}problem/", {"words": "The number."}, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert "The number." in response.content.decode()
    assert client.post(f"{url}helpful/", {"helpful": "0"}).status_code == 403
    assert not Concern.objects.exists()
    assert not PageFeedback.objects.exists()


def test_many_reports_in_a_short_time_wait_and_keep_the_words(client, url, monkeypatch):
    monkeypatch.setattr(readers, "READERS", Limit("reader", most=2, seconds=3600))
    for number in range(2):
        client.post(f"{url}problem/", {"words": f"Report {number}"}, headers=HERE)
    response = client.post(f"{url}problem/", {"words": "The third."}, headers=HERE)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert "The third." in response.content.decode()
    assert Concern.objects.count() == 2
    assert client.post(f"{url}helpful/", {"helpful": "1"}, headers=HERE).status_code == 429


def test_reading_the_forms_changes_nothing(client, url):
    for path in ("helpful/", "problem/", "thanks/"):
        client.get(url + path)
    assert not Concern.objects.exists()
    assert not PageFeedback.objects.exists()


def test_same_answer_opens_one_task_however_often_it_is_said():
    answer = make_answer()
    first = raise_concern(question=answer.question, kind="differs", answer=answer)
    assert raise_concern(question=answer.question, kind="differs", answer=answer) == first
    assert first.due_on == timezone.localdate() + timedelta(days=30)


def test_concern_without_words_or_answer_is_refused():
    with pytest.raises(ValidationError, match="Say in a few words what is wrong"):
        raise_concern(question=make_question(), kind="problem", words=" ")


def concern():
    return raise_concern(question=make_summary().question, kind="problem", words="My secret words.")


def test_outcome_is_public_and_the_words_are_not(client):
    it = concern()
    history = f"{it.question.get_absolute_url()}history/"
    assert "not support" not in client.get(history).content.decode()
    settle_concern(by=writer(), concern=it, outcome="not-supported", explanation="Two studies say otherwise.")
    page = client.get(history).content.decode()
    assert "The sources do not support it." in page
    assert "Two studies say otherwise." in page
    assert "My secret words." not in page


def test_what_was_not_about_the_content_stays_out_of_the_record(client):
    it = concern()
    settle_concern(by=writer(), concern=it, outcome="not-about-content")
    assert (
        "not about what the page says" not in client.get(f"{it.question.get_absolute_url()}history/").content.decode()
    )


def test_settling_again_the_same_way_changes_nothing_and_another_way_is_refused():
    it, editor = concern(), writer()
    for _click in range(2):
        done = settle_concern(by=editor, concern=it, outcome="corrected", explanation="The number is right now.")
    settled_at = done.settled_at
    with pytest.raises(ValidationError, match="Somebody settled this concern already"):
        settle_concern(by=editor, concern=it, outcome="explained", explanation="Other words.")
    it.refresh_from_db()
    assert (it.outcome, it.settled_at) == ("corrected", settled_at)


def test_public_outcome_needs_an_explanation():
    with pytest.raises(ValidationError, match="Say in a sentence what readers are told"):
        settle_concern(by=writer(), concern=concern(), outcome="corrected")


def test_only_editors_settle_and_tick_off():
    it, member = concern(), make_user()
    with pytest.raises(PermissionDenied):
        settle_concern(by=member, concern=it, outcome="corrected", explanation="x")
    with pytest.raises(PermissionDenied):
        mark_feedback_read(by=member, summary=it.question.published_summary)


def test_editor_settles_a_concern_in_the_admin(client):
    it = concern()
    client.force_login(writer())
    page = f"/admin/questions/concern/{it.pk}/change/"
    assert "My secret words." in client.get(page).content.decode()
    refused = client.post(page, {"outcome": "corrected", "explanation": ""}).content.decode()
    assert "Say in a sentence what readers are told." in refused
    client.post(page, {"outcome": "corrected", "explanation": "The number is right now."})
    it.refresh_from_db()
    assert it.outcome == "corrected"


def test_words_are_forgotten_after_a_year():
    old = timezone.now() - timedelta(days=366)
    give_feedback(summary=make_summary(), is_helpful=True)
    PageFeedback.objects.update(sent_at=old)
    recent = give_feedback(summary=make_summary(), is_helpful=False)
    explain_feedback(feedback=recent, words="More on sleep.")
    it, open_one = concern(), concern()
    settle_concern(by=writer(), concern=it, outcome="corrected", explanation="Done.")
    Concern.objects.filter(pk=it.pk).update(settled_at=old)
    gone = purge_expired()
    assert (gone["page-feedback"], gone["concerns"]) == (1, 1)
    it.refresh_from_db()
    open_one.refresh_from_db()
    assert (it.words, it.explanation, open_one.words) == ("", "Done.", "My secret words.")
    assert PageFeedback.objects.get() == recent
    assert sum(purge_expired().values()) == 0


def differing(editor):
    return [box.count for box in dashboard(editor) if box.key == "differs"]


def test_answer_that_differs_from_the_summary_opens_one_task_which_editors_see_while_others_can_read_it():
    answer, editor = make_answer(question=make_summary().question, differs_from_summary=True), writer()
    it = Concern.objects.get()
    assert (it.kind, it.answer) == ("differs", answer)
    assert differing(editor) == [1]
    edit_answer(by=answer.author, answer=answer, record=replace(record_of(answer), body="Other words of mine."))
    assert Concern.objects.count() == 1
    Answer.objects.filter(pk=answer.pk).update(visibility="held")
    assert differing(editor) == [0]


def test_answer_that_agrees_opens_no_task():
    make_answer(question=make_summary().question)
    assert not Concern.objects.exists()
