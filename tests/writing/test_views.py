"""The page of drafts, and what stands on a page when a form cannot be taken."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.crawl import Page, words
from tests.factories import make_user
from writing.limits import StoreDownError, TooOftenError
from writing.middleware import KeepText
from writing.models import Draft
from writing.origins import draft_from_here
from writing.services import save_draft
from writing.signing_in import signed_in
from writing.writers import Writer

pytestmark = pytest.mark.django_db
TYPED = {"body": "First line.\nSecond line."}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def owner(client):
    member = make_user()
    client.force_login(member)
    return member


def draft_of(writer, title="Answer: What about diet?"):
    return save_draft(
        writer=writer, kind="answer", about=title, title=title, fields={"body": "My words."}, url="/answers/a/b/"
    )


def page_at(client, address):
    response = client.get(address)
    return Page(address, response.status_code, dict(response.headers), response.content)


def hrefs(page):
    return {node.get("href") for node in page.all("a")}


def sent(headers=None, **more):
    request = RequestFactory().post("/stories/new/", TYPED, headers={"origin": "http://testserver"} | (headers or {}))
    request.user = more.get("user", AnonymousUser())
    return request


# --- Drafts -------------------------------------------------------------------------------------------------------
def test_owner_sees_each_draft_with_its_beginning_and_the_way_on(client, owner):
    draft = draft_of(Writer(member=owner))
    page = page_at(client, "/drafts/")
    assert "My words." in page.text
    assert {"/answers/a/b/", f"/drafts/{draft.pk}/discard/"} <= hrefs(page)
    assert (page.meta("robots"), page.errors) == ("noindex", [])


def test_visitor_sees_the_drafts_of_this_browser_and_how_to_keep_them(client):
    draft_of(Writer(token="token"))
    assert "My words." not in page_at(client, "/drafts/").text
    client.cookies["draft"] = "token"
    page = page_at(client, "/drafts/")
    assert "My words." in page.text
    assert "/accounts/login/?next=/drafts/" in hrefs(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_drafts_of_others_are_in_no_list_and_cannot_be_discarded(client, owner):
    theirs = draft_of(Writer(member=make_user()))
    assert "My words." not in page_at(client, "/drafts/").text
    assert client.post(f"/drafts/{theirs.pk}/discard/").status_code == 404
    assert Draft.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("number", [0, 10])
def test_query_count_does_not_grow_with_drafts(client, owner, number, django_assert_num_queries):
    draft_of(Writer(member=owner))
    client.get("/drafts/")  # the first page of a session stores more
    with CaptureQueriesContext(connection) as one:
        client.get("/drafts/")
    for place in range(number):
        draft_of(Writer(member=owner), title=f"Draft {place}")
    with django_assert_num_queries(len(one)):
        client.get("/drafts/")


def test_draft_is_discarded_after_a_question_only(client, owner):
    draft = draft_of(Writer(member=owner))
    assert "cannot be brought back" in page_at(client, f"/drafts/{draft.pk}/discard/").text
    assert Draft.objects.exists()
    response = client.post(f"/drafts/{draft.pk}/discard/", follow=True)
    assert response.redirect_chain == [("/drafts/", 302)]
    assert "The draft is gone." in response.content.decode()
    assert not Draft.objects.exists()


# --- Forms that cannot be taken -----------------------------------------------------------------------------------
def answer_to(exception):
    return KeepText(lambda _request: HttpResponse()).process_exception(sent(), exception)


def test_too_often_says_when_to_go_on_and_keeps_the_text(settings):
    settings.TIME_ZONE = "UTC"
    again_at = datetime(2099, 1, 1, 14, 5, tzinfo=UTC)
    response = answer_to(TooOftenError(again_at))
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) == pytest.approx((again_at - timezone.now()).total_seconds(), abs=60)
    text = response.content.decode()
    assert "2:05 p.m." in text
    assert "First line.\nSecond line." in text
    assert "Send it again" in text


def test_counters_that_are_down_take_nothing_and_keep_the_text():
    response = answer_to(StoreDownError())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "First line.\nSecond line." in response.content.decode()


def test_other_errors_are_left_to_the_page_for_them():
    assert answer_to(ValueError()) is None


def test_wait_is_at_least_a_second():
    assert TooOftenError(timezone.now() - timedelta(hours=1)).seconds_left == 1


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_draft_of_another_site_s_form_is_refused_with_its_text(headers):
    response = draft_from_here(lambda _request: HttpResponse("taken"))(sent(headers))
    assert response.status_code == 403
    assert "First line.\nSecond line." in response.content.decode()


def test_draft_of_this_site_s_form_needs_no_csrf_token():
    view = draft_from_here(lambda _request: HttpResponse("taken"))
    assert view.csrf_exempt
    assert view(sent()).content == b"taken"


def test_form_for_members_leads_a_visitor_to_sign_in_and_back():
    request = RequestFactory().get("/stories/new/?step=2")
    request.user = AnonymousUser()
    response = signed_in(lambda _request: HttpResponse("form"))(request)
    assert response.url == "/accounts/login/?next=/stories/new/%3Fstep%3D2"


def test_text_of_someone_whose_session_ended_is_on_the_next_page():
    response = signed_in(lambda _request: HttpResponse("taken"))(sent())
    page = Page("/", response.status_code, {}, response.content)
    assert page.status == 403
    assert "First line. Second line." in [words(node) for node in page.all("textarea")]
    assert "/accounts/login/" in hrefs(page)


def test_form_for_members_takes_what_a_member_sends():
    assert signed_in(lambda _request: HttpResponse("taken"))(sent(user=make_user())).content == b"taken"


def test_text_is_on_the_page_of_a_mistake_of_ours(client, monkeypatch):
    def fail(*_arguments, **_options):
        raise RuntimeError("broken")

    monkeypatch.setattr("writing.views.delete_draft", fail)
    member = make_user()
    visitor = Client(raise_request_exception=False)
    visitor.force_login(member)
    draft = draft_of(Writer(member=member))
    response = visitor.post(f"/drafts/{draft.pk}/discard/", TYPED, headers={"origin": "http://testserver"})
    assert response.status_code == 500
    text = response.content.decode()
    assert "First line.\nSecond line." in text
    assert f'action="/drafts/{draft.pk}/discard/"' in text
    assert "csrfmiddlewaretoken" in text
    elsewhere = visitor.post(f"/drafts/{draft.pk}/discard/", TYPED, headers={"origin": "https://evil.example"})
    assert "csrfmiddlewaretoken" not in elsewhere.content.decode()
    assert "First line.\nSecond line." in elsewhere.content.decode()
