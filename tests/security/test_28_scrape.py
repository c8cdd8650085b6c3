"""28: whoever asks for more pages than a person reads is told to wait; the log says so before that."""

import logging
from time import perf_counter

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts import scraping
from tests.factories import make_condition, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(settings, tmp_path, monkeypatch):
    """The limits of a site, in one minute that does not end."""
    settings.PAGES_PER_MINUTE, settings.VAR_DIR = 120, tmp_path
    monkeypatch.setattr(scraping, "time", lambda: 1_800_000_030.0)


def pages_until_refused(browser, page="/about/us/", most=400, **more):
    return next(number for number in range(1, most) if browser.get(page, **more).status_code == 429)


def test_address_reads_120_pages_a_minute_whatever_it_says_of_itself():
    browser = Client()
    assert pages_until_refused(browser) == 121
    refused = browser.get("/about/us/", headers={"X-Forwarded-For": "198.51.100.7"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert "Please wait a little" in refused.content.decode()
    made_up = Client()
    made_up.cookies[site_settings.SESSION_COOKIE_NAME] = "made-up"
    assert made_up.get("/about/us/").status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get("/about/us/").status_code == 200


def test_member_reads_300_pages_a_minute_on_all_devices_together():
    member, browsers = make_member(), [Client(REMOTE_ADDR=f"203.0.113.{n}") for n in range(2)]
    for browser in browsers:
        browser.force_login(member)
    answers = [browsers[number % 2].get("/about/us/").status_code for number in range(301)]
    assert answers == [200] * 300 + [429]


def test_profiles_and_maps_together_are_30_pages_a_minute_for_a_visitor():
    member, browser = make_member(), Client()
    for page in ("/map/", f"/conditions/{make_condition().slug}/map/"):
        assert [browser.get(page).status_code for _page in range(10)] == [200] * 10
    assert pages_until_refused(browser, f"/members/{member.username}/") == 11
    assert browser.get("/about/us/").status_code == 200


def test_profiles_and_matches_together_are_30_pages_a_minute_for_a_member_on_all_devices():
    member, reader = make_member(), make_member()
    browsers = [Client(REMOTE_ADDR=f"203.0.113.{n}") for n in range(2)]
    for browser in browsers:
        browser.force_login(reader)
    pages = ["/soulmates/", "/soulmates/map/", f"/members/{member.username}/"]
    answers = [browsers[number % 2].get(pages[number % 3]).status_code for number in range(31)]
    assert answers == [200] * 30 + [429]
    refused = browsers[0].get("/soulmates/")
    assert refused.headers["Retry-After"] == "30"
    assert "Wait 30 seconds, then load this page again." in refused.content.decode()
    assert browsers[0].get("/about/us/").status_code == 200


def test_noting_ones_own_symptoms_is_no_page_about_people():
    browser = Client()
    browser.force_login(make_member())
    assert {browser.get("/soulmates/symptoms/").status_code for _page in range(40)} == {200}


def test_log_says_at_four_fifths_that_somebody_reads_much_and_not_who(caplog):
    browser = Client(REMOTE_ADDR="203.0.113.9")
    with caplog.at_level(logging.WARNING, logger="security.scraping"):
        for _page in range(95):
            browser.get("/about/us/")
        assert not caplog.messages
        browser.get("/about/us/")
    assert caplog.messages == ["One address asked for 96 pages in a minute."]


def test_next_minute_begins_anew(monkeypatch):
    browser = Client()
    pages_until_refused(browser)
    monkeypatch.setattr(scraping, "time", lambda: 1_800_000_090.0)
    assert browser.get("/about/us/").status_code == 200


def test_all_processes_count_together(tmp_path):
    one, other = scraping.Visits(tmp_path / "visits"), scraping.Visits(tmp_path / "visits")
    assert [one.count("address:a"), other.count("address:a"), one.count("address:b")] == [1, 2, 1]


def test_counting_takes_no_query_and_no_measurable_time(django_assert_num_queries):
    middleware = scraping.slow_down(lambda _request: HttpResponse())
    request = RequestFactory().get("/")
    request.COOKIES = {}
    with django_assert_num_queries(0):
        started = perf_counter()
        for _page in range(100):
            middleware(request)
    assert (perf_counter() - started) / 100 < 0.002


def test_pictures_and_styles_are_no_pages():
    browser = Client()
    assert {browser.get("/theme.css").status_code for _time in range(130)} == {200}


def test_owner_can_switch_it_off(settings):
    settings.PAGES_PER_MINUTE = 0
    with pytest.raises(MiddlewareNotUsed):
        scraping.slow_down(lambda _request: HttpResponse())
