import pytest
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory

from conditions.services import rename_condition
from pages.headers import add_headers
from tests.factories import (
    make_answer,
    make_condition,
    make_question,
    make_story,
    make_summary,
    make_thread,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
QUESTION = "/conditions/asthma/questions/diet/"
PAGES = [
    "/",
    "/conditions/",
    "/conditions/asthma/",
    "/conditions/asthma/questions/",
    QUESTION,
    f"{QUESTION}history/",
    "/conditions/asthma/stories/",
    "/conditions/asthma/forum/",
    "/stories/",
    "/forum/",
    "/search/?q=asthma",
    "/about/privacy/",
]
MACHINES = ["/feeds/new/", "/sitemap.xml", "/robots.txt", "/theme.css", "/healthz", f"{QUESTION}image.png"]


@pytest.fixture(autouse=True)
def asthma():
    condition = make_condition(slug="asthma", name="Asthma")
    question = make_question(condition=condition, topic=make_topic(slug="diet"))
    make_summary(question=question)
    make_answer(question=question)
    make_story(condition=condition)
    make_thread(condition=condition)
    return condition


def assert_is_closed(response):
    assert {name: response.get(name) for name in EXPECTED} == EXPECTED
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", [*PAGES, *MACHINES, "/accounts/login/"])
def test_every_page_is_closed(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert_is_closed(response)


@pytest.mark.parametrize(
    "address", ["/nothing/", "/conditions/nothing/", "/sitemap-nothing.xml", "/feeds/conditions/no/"]
)
def test_page_that_is_not_there_is_closed(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert_is_closed(response)


def test_wrong_method_is_closed(client):
    response = client.post("/conditions/")
    assert response.status_code == 405
    assert_is_closed(response)


@pytest.mark.parametrize("address", ["/", QUESTION])
def test_wrong_host_is_refused_and_closed(client, address):
    response = client.get(address, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert_is_closed(response)


def test_form_from_elsewhere_is_refused_and_closed():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert_is_closed(response)


@pytest.mark.parametrize("address", ["/", QUESTION])
def test_broken_page_is_closed(address, monkeypatch):
    def fail(*_arguments, **_more):
        raise RuntimeError

    monkeypatch.setattr("pages.views.home_page", fail)
    monkeypatch.setattr("pages.views.question_page", fail)
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 500
    assert_is_closed(response)
    assert not response.has_header("ETag")


def test_redirect_is_closed(client, asthma):
    rename_condition(by=make_user(is_superuser=True), condition=asthma, name="Asthma", slug="bronchial-asthma")
    response = client.get("/conditions/asthma/")
    assert response.status_code == 301
    assert_is_closed(response)


def test_a_view_may_say_more_than_the_house():
    def view(_request):
        return HttpResponse(headers={"X-Frame-Options": "SAMEORIGIN"})

    assert add_headers(view)(RequestFactory().get("/"))["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", [*PAGES, *MACHINES])
def test_visitor_gets_no_cookie_and_pages_that_may_be_kept_but_are_asked_for_again(client, address):
    response = client.get(address)
    assert not response.cookies
    assert "private" not in response.get("Cache-Control", "")
    if address in PAGES:
        assert response["Cache-Control"] in {"no-cache", "public, max-age=0, must-revalidate"}


@pytest.mark.parametrize("address", [*PAGES, "/nothing/"])
def test_page_of_someone_who_is_signed_in_is_kept_nowhere(client, address):
    client.force_login(make_user())
    response = client.get(address)
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")


def test_signed_in_member_stays_unknown_to_pages_for_machines(client):
    client.force_login(make_user())
    for address in MACHINES:
        assert "private" not in client.get(address).get("Cache-Control", "")
        assert "Cookie" not in client.get(address).get("Vary", "")


def test_page_that_sets_a_cookie_is_kept_nowhere(client):
    response = client.get("/accounts/login/")
    assert response.cookies
    assert response["Cache-Control"] == "private, no-store"


def test_page_with_a_message_for_one_person_is_kept_nowhere(client):
    request = RequestFactory().get("/")
    SessionMiddleware(lambda _request: None).process_request(request)
    MessageMiddleware(lambda _request: None).process_request(request)
    messages.info(request, "Only for you")
    response = HttpResponse()
    messages.get_messages(request).update(response)
    client.cookies["messages"] = response.cookies["messages"].value
    answer = client.get("/conditions/asthma/")
    assert "Only for you" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("content_type", "given", "expected"),
    [
        ("text/html; charset=utf-8", None, "private, no-store"),
        ("text/html", "public, max-age=60", "private, no-store"),
        ("application/json", None, "private, no-store"),
        ("text/css", "public, max-age=60", "public, max-age=60"),
    ],
)
def test_what_holds_for_someone_signed_in_by_kind_of_answer(content_type, given, expected, settings):
    def view(_request):
        return HttpResponse(content_type=content_type, headers={"Cache-Control": given} if given else None)

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "secret"
    request.META["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}=secret"
    assert add_headers(view)(request)["Cache-Control"] == expected
