import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from config.urls import urlpatterns as public
from pages.errors import server_error
from tests.crawl import Page
from tests.factories import make_condition, make_user


def refuse(request):
    raise PermissionDenied("Only moderators close a thread.")


def forbid(request):
    raise PermissionDenied


def muddle(request):
    raise SuspiciousOperation("inner words")


def break_down(request):
    raise RuntimeError("inner words")


urlpatterns = [
    path("refuse/", refuse),
    path("forbid/", forbid),
    path("muddle/", muddle),
    path("break/", break_down),
    *public,
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


def page_at(visitor, address):
    response = visitor.get(address)
    return Page(address, response.status_code, dict(response.headers), response.content)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/muddle/", 400, "We could not read that"),
        ("/refuse/", 403, "You cannot do that here"),
        ("/nothing/", 404, "Page not found"),
        ("/break/", 500, "Something went wrong"),
    ],
)
def test_error_page_has_its_status_one_heading_and_a_way_on(visitor, address, status, heading):
    page = page_at(visitor, address)
    assert page.status == status
    assert page.headings[0] == (1, heading)
    assert [level for level, _words in page.headings].count(1) == 1
    assert page.title.startswith(heading)
    assert page.meta("robots") == "noindex"
    assert page.canonical == ""
    assert any(link.address == "/" for link in page.links("http://testserver"))
    assert page.errors == []
    assert "inner words" not in page.text


def test_refusal_is_told_in_the_sentence_of_the_service_and_offers_to_sign_in(visitor):
    text = page_at(visitor, "/refuse/").text
    assert "Only moderators close a thread." in text
    assert '<li><a href="/accounts/login/">' in text


def test_refusal_without_a_sentence_says_that_the_page_is_not_open(visitor):
    assert "This page is not open to you." in page_at(visitor, "/forbid/").text


def test_who_is_signed_in_is_not_asked_to_sign_in(visitor):
    visitor.force_login(make_user())
    assert "/accounts/login/" not in page_at(visitor, "/refuse/").text


def test_page_that_is_not_there_offers_a_search_and_conditions_with_a_near_name(visitor):
    make_condition(slug="acute-lymphocytic-leukemia", name="Acute lymphocytic leukemia")
    text = page_at(visitor, "/conditions/acute-lymphoblastic-leukemia/").text
    assert "Did you mean one of these?" in text
    assert '<a href="/conditions/acute-lymphocytic-leukemia/">Acute lymphocytic leukemia</a>' in text
    assert 'type="search"' in text
    assert "/about/contact/" in text


def test_guesses_are_for_addresses_of_conditions_only(visitor):
    make_condition(slug="gout", name="Gout")
    assert "Did you mean" in page_at(visitor, "/conditions/goutt/").text
    assert "Did you mean" not in page_at(visitor, "/goutt/").text


def test_address_of_a_missing_page_is_never_repeated_on_it(visitor):
    text = page_at(visitor, "/conditions/%3Cscript%3Ealert(1)%3C/script%3E/").text
    assert "alert(1)" not in text


def test_wrong_host_is_a_bad_request(visitor):
    assert visitor.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_broken_page_needs_no_database_no_session_and_no_list_of_static_files(monkeypatch):
    def no_list(name):
        raise ValueError(f"Missing staticfiles manifest entry for {name!r}")

    monkeypatch.setattr("pages.errors.staticfiles_storage.url", no_list)
    with CaptureQueriesContext(connection) as queries:
        response = server_error(RequestFactory().get("/"))
    assert len(queries) == 0
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert "stylesheet" not in response.content.decode()


def test_broken_page_has_the_site_s_style_where_it_can(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.CONTACT_EMAIL = "help@cairn.example"
    html = server_error(RequestFactory().get("/")).content.decode()
    assert '<link rel="stylesheet" href="/static/site.css">' in html
    assert "mailto:help@cairn.example" in html
    assert "style=" not in html
